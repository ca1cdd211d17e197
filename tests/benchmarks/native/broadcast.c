/* The raw limit: what one thread of C takes to tell everybody, one send a client. It keeps nothing
   and asks no right; it knows just as much of Socket.IO as the generator says.

   broadcast PORT FACT: FACT is a file with the text of a fact, `%s` where the operation id stands. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "websocket.h"

enum { MOST_CLIENTS = 20000, EVENTS = 256, AT_ONCE = 65536, LONGEST = 65536 };

typedef struct {
  int line, upgraded, joined;
  Buffer in, out;
} Client;

static Client *clients[MOST_CLIENTS];
static int client_count, epoll;
static char fact[LONGEST];

static void drop(Client *client) {
  for (int i = 0; i < client_count; i++)
    if (clients[i] == client) clients[i] = clients[--client_count];
  close(client->line);
  free(client->in.bytes);
  free(client->out.bytes);
  free(client);
}

static void push(Client *client, const void *bytes, size_t size) {
  ssize_t taken = 0;
  if (client->out.at == client->out.end) {
    taken = send(client->line, bytes, size, MSG_NOSIGNAL);
    if (taken < 0) taken = 0;
  }
  if ((size_t)taken == size) return;
  append(&client->out, (const char *)bytes + taken, size - (size_t)taken);
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = client};
  epoll_ctl(epoll, EPOLL_CTL_MOD, client->line, &event);
}

static void flush(Client *client) {
  Buffer *out = &client->out;
  ssize_t taken = send(client->line, out->bytes + out->at, out->end - out->at, MSG_NOSIGNAL);
  if (taken > 0) out->at += (size_t)taken;
  if (out->at < out->end) return;
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
  epoll_ctl(epoll, EPOLL_CTL_MOD, client->line, &event);
}

static size_t framed(unsigned char *frame, const char *text, size_t size) {
  size_t head = head_of(frame, TEXT, size, 0);
  memcpy(frame + head, text, size);
  return head + size;
}

static void answer(Client *client, const char *text) {
  unsigned char frame[LONGEST];
  push(client, frame, framed(frame, text, strlen(text)));
}

static void tell_everybody(const char *operation_id) {
  static char text[LONGEST];
  static unsigned char frame[LONGEST];
  int size = snprintf(text, sizeof text, fact, operation_id);
  size_t whole = framed(frame, text, (size_t)size);
  for (int i = 0; i < client_count; i++)
    if (clients[i]->joined) push(clients[i], frame, whole);
}

static void hear(Client *client, char *text, size_t size) {
  char said[128], id[128];
  text[size] = 0;
  if (!strncmp(text, "40", 2)) {
    answer(client, "40{\"sid\":\"one\"}");
  } else if (!strncmp(text, "42", 2)) {
    int number = atoi(text + 2);
    snprintf(said, sizeof said, "43%d[{\"ok\":true}]", number);
    char *named = strstr(text, "\"operation_id\":\"");
    if (!named) client->joined = 1;
    else if (sscanf(named + 16, "%127[^\"]", id) == 1) tell_everybody(id);
    answer(client, said);
  }
}

static void upgrade(Client *client) {
  /* The generator always sends the key of RFC 6455's own example. */
  static const char *switching =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
  Buffer *in = &client->in;
  unsigned char *end = memmem(in->bytes + in->at, in->end - in->at, "\r\n\r\n", 4);
  if (!end) return;
  in->at = (size_t)(end + 4 - in->bytes);
  client->upgraded = 1;
  push(client, switching, strlen(switching));
  answer(client, "0{\"sid\":\"one\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}");
}

static int read_line(Client *client) {
  Frame frame;
  make_room(&client->in, AT_ONCE + 1);
  ssize_t taken = recv(client->line, client->in.bytes + client->in.end, AT_ONCE, 0);
  if (taken <= 0) return taken < 0 && errno == EAGAIN;
  client->in.end += (size_t)taken;
  if (!client->upgraded) upgrade(client);
  while (client->upgraded && next_frame(&client->in, &frame)) {
    unsigned char after = frame.payload[frame.size];
    if (frame.opcode == TEXT) hear(client, (char *)frame.payload, frame.size);
    frame.payload[frame.size] = after;
  }
  return 1;
}

static void let_in(int listener) {
  int line, yes = 1;
  while ((line = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    Client *client = calloc(1, sizeof *client);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    client->line = line;
    setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    clients[client_count++] = client;
    epoll_ctl(epoll, EPOLL_CTL_ADD, line, &event);
  }
}

int main(int count, char **arguments) {
  struct rlimit files = {65536, 65536};
  struct sockaddr_in here = {.sin_family = AF_INET};
  struct epoll_event events[EVENTS], listening = {.events = EPOLLIN, .data.ptr = NULL};
  int yes = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (count != 3) return 2;
  FILE *file = fopen(arguments[2], "r");
  if (!file || !fread(fact, 1, sizeof fact - 1, file)) return 2;
  setrlimit(RLIMIT_NOFILE, &files);
  here.sin_port = htons((uint16_t)atoi(arguments[1]));
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(listener, (struct sockaddr *)&here, sizeof here) || listen(listener, 4096)) return 1;
  epoll = epoll_create1(0);
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &listening);
  for (;;) {
    int found = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < found; i++) {
      Client *client = events[i].data.ptr;
      if (!client) let_in(listener);
      else if (events[i].events & EPOLLIN && !read_line(client)) drop(client);
      else if (events[i].events & EPOLLOUT) flush(client);
      else if (events[i].events & (EPOLLHUP | EPOLLERR)) drop(client);
    }
  }
}
