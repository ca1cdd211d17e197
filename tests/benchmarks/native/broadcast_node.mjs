/**
 * The peer in Node: socket.io, which tells everybody and keeps nothing.
 *
 * broadcast_node.mjs PORT FACT: FACT is a file with a fact as JSON.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Server } from "socket.io";

const [port, factFile] = process.argv.slice(2);
const fact = JSON.parse(readFileSync(factFile, "utf8"));
const http = createServer();
const sockets = new Server(http, { transports: ["websocket"] });

sockets.on("connection", (socket) => {
  socket.on("meeting.join", (_asked, answer) => {
    socket.join("hall");
    answer({ ok: true });
  });
  const told = (asked, answer) => {
    const comment = { ...fact.body.comment, operation_id: asked.operation_id };
    sockets.to("hall").emit("facts", [{ ...fact, body: { comment } }]);
    answer({ ok: true, answer: comment });
  };
  socket.on("comment.create", told);
  socket.on("annotation.create", told);
});
http.listen({ port: Number(port), host: "127.0.0.1", backlog: 4096 });
