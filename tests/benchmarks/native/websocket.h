/* The least of WebSocket (RFC 6455) that the generator and the peer share: whole frames, no masks
   but zeros, nothing deflated is read. */
#ifndef WEBSOCKET_H
#define WEBSOCKET_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };
enum { FINAL = 0x80, MASKED = 0x80, DEFLATED = 0x40 };
enum { LONGEST_HEAD = 14 };

/* Bytes that wait at `at`, up to `end`; the room behind them grows as it is needed. */
typedef struct {
  unsigned char *bytes;
  size_t at, end, room;
} Buffer;

static inline void make_room(Buffer *buffer, size_t more) {
  if (buffer->at == buffer->end) buffer->at = buffer->end = 0;
  if (buffer->end + more <= buffer->room) return;
  memmove(buffer->bytes, buffer->bytes + buffer->at, buffer->end - buffer->at);
  buffer->end -= buffer->at;
  buffer->at = 0;
  if (buffer->end + more <= buffer->room) return;
  buffer->room = 2 * (buffer->end + more);
  buffer->bytes = realloc(buffer->bytes, buffer->room);
  if (!buffer->bytes) abort();
}

static inline void append(Buffer *buffer, const void *bytes, size_t size) {
  make_room(buffer, size);
  memcpy(buffer->bytes + buffer->end, bytes, size);
  buffer->end += size;
}

/* Write a frame's head into `head`; returns its size. A client's mask of zeros leaves the payload
   as it is. */
static inline size_t head_of(unsigned char *head, int opcode, size_t size, int masked) {
  size_t at = 2;
  int mask = masked ? MASKED : 0;
  head[0] = (unsigned char)(FINAL | opcode);
  if (size < 126) {
    head[1] = (unsigned char)(mask | size);
  } else if (size < 65536) {
    head[1] = (unsigned char)(mask | 126);
    head[2] = (unsigned char)(size >> 8);
    head[3] = (unsigned char)size;
    at = 4;
  } else {
    head[1] = (unsigned char)(mask | 127);
    for (int i = 0; i < 8; i++) head[2 + i] = (unsigned char)((uint64_t)size >> (56 - 8 * i));
    at = 10;
  }
  if (masked) {
    memset(head + at, 0, 4);
    at += 4;
  }
  return at;
}

typedef struct {
  int opcode, deflated;
  unsigned char *payload;
  size_t size;
} Frame;

/* Take the next whole frame off a buffer; says whether there was one. Its payload is unmasked in
   place and stands until the buffer is written to again. */
static inline int next_frame(Buffer *buffer, Frame *frame) {
  unsigned char *bytes = buffer->bytes + buffer->at, *mask = NULL;
  size_t have = buffer->end - buffer->at, head = 2, size;
  if (have < 2) return 0;
  size = bytes[1] & 0x7F;
  if (size == 126) {
    if (have < 4) return 0;
    size = (size_t)bytes[2] << 8 | bytes[3];
    head = 4;
  } else if (size == 127) {
    if (have < 10) return 0;
    size = 0;
    for (int i = 0; i < 8; i++) size = size << 8 | bytes[2 + i];
    head = 10;
  }
  if (bytes[1] & MASKED) {
    if (have < head + 4) return 0;
    mask = bytes + head;
    head += 4;
  }
  if (have < head + size) return 0;
  frame->opcode = bytes[0] & 0x0F;
  frame->deflated = bytes[0] & DEFLATED;
  frame->payload = bytes + head;
  frame->size = size;
  if (mask && (mask[0] | mask[1] | mask[2] | mask[3]))
    for (size_t i = 0; i < size; i++) frame->payload[i] ^= mask[i & 3];
  buffer->at += head + size;
  return 1;
}

#endif
