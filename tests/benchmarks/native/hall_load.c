/* The hall's load generator: so many tablets in one thread, which act and note what they hear.

   It reads lines `name value` up to `begin`, connects everybody, says `joined {...}`, waits for a
   line on standard input, does what it was told, and says `done {...}`. Times are milliseconds.

   mode open    the first `posters` tablets act in turn, `rate` acts a second for `seconds`
   mode each    every tablet acts `rate` times a second for `seconds`, each at its own moment
   mode closed  `outstanding` acts are under way all the time, for `seconds`
   mode rest    nobody acts for `seconds`

   With `together` above 0 a tablet has one message under way, as the tablets' outbox has: what it
   does meanwhile waits, and goes with the next one, so many acts in a message at the most. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "websocket.h"

enum { MOST_TABLETS = 20000, MOST_ACTS = 400000, EVENTS = 256, AT_ONCE = 65536 };
enum { LONGEST_LINE = 262144, MOST_TOGETHER = 100 };

typedef enum { DIALLING, UPGRADING, ENTERING, JOINING, JOINED, LOST } State;

typedef struct {
  int line;
  State state;
  Buffer in, out;
  uint32_t wanted;
  int first_waiting, last_waiting, first_under_way;
} Tablet;

static Tablet tablets[MOST_TABLETS];
static char *cookies[MOST_TABLETS];
static int tablet_count, cookie_count, joined_count, lost_count, posters = 10, outstanding = 8;
static int ports[16], port_count, deflate, together, epoll;
static double rate = 1, seconds = 5, draining = 8, joining_limit = 60;
static char mode[16] = "open", join_text[4096], act_head[LONGEST_LINE], act_tail[LONGEST_LINE];
static char payload_head[LONGEST_LINE], payload_tail[LONGEST_LINE];
static char run_mark[128];

static double sent[MOST_ACTS], last[MOST_ACTS], acknowledged[MOST_ACTS];
static int receipts[MOST_ACTS], next_act[MOST_ACTS];
static int act_count, complete_count, refused_count;
static long receipt_count, unread_count, byte_count;

static double now_ms(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1e3 + at.tv_nsec / 1e6;
}

static double cpu_ms(void) {
  struct timespec at;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
  return at.tv_sec * 1e3 + at.tv_nsec / 1e6;
}

static void want(Tablet *tablet, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = tablet};
  if (tablet->wanted == events) return;
  epoll_ctl(epoll, tablet->wanted ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, tablet->line, &event);
  tablet->wanted = events;
}

static void lose(Tablet *tablet) {
  if (tablet->state == LOST) return;
  if (tablet->state == JOINED) joined_count--;
  tablet->state = LOST;
  lost_count++;
  close(tablet->line);
}

static void flush(Tablet *tablet) {
  Buffer *out = &tablet->out;
  while (out->at < out->end) {
    ssize_t taken = send(tablet->line, out->bytes + out->at, out->end - out->at, MSG_NOSIGNAL);
    if (taken < 0) {
      if (errno != EAGAIN) lose(tablet);
      break;
    }
    out->at += (size_t)taken;
  }
  if (tablet->state != LOST) want(tablet, EPOLLIN | (out->at < out->end ? EPOLLOUT : 0));
}

static void say(Tablet *tablet, const char *parts[], int count) {
  unsigned char head[LONGEST_HEAD];
  size_t size = 0;
  if (tablet->state == LOST) return;
  for (int i = 0; i < count; i++) size += strlen(parts[i]);
  append(&tablet->out, head, head_of(head, TEXT, size, 1));
  for (int i = 0; i < count; i++) append(&tablet->out, parts[i], strlen(parts[i]));
  flush(tablet);
}

static void dial(Tablet *tablet, int number) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(ports[number % port_count])};
  int yes = 1;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  tablet->line = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (tablet->line < 0) abort();
  setsockopt(tablet->line, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  tablet->state = DIALLING;
  tablet->first_waiting = tablet->first_under_way = -1;
  if (connect(tablet->line, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS) lose(tablet);
  else want(tablet, EPOLLIN | EPOLLOUT);
}

static void ask_for_upgrade(Tablet *tablet, int number) {
  char request[8192];
  int port = ports[number % port_count];
  int size = snprintf(request, sizeof request,
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
    "Origin: http://127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s"
    "Cookie: %s\r\n\r\n",
    port, port, deflate ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "",
    cookie_count ? cookies[number % cookie_count] : "");
  append(&tablet->out, request, (size_t)size);
  tablet->state = UPGRADING;
  flush(tablet);
}

static int upgraded(Tablet *tablet) {
  Buffer *in = &tablet->in;
  unsigned char *end = memmem(in->bytes + in->at, in->end - in->at, "\r\n\r\n", 4);
  if (!end) return 0;
  if (in->end - in->at < 12 || memcmp(in->bytes + in->at + 9, "101", 3)) {
    lose(tablet);
    return 0;
  }
  in->at = (size_t)(end + 4 - in->bytes);
  tablet->state = ENTERING;
  return 1;
}

/* Count what is told to the meeting; what is told to one person besides is no delivery. */
static void hear_facts(const unsigned char *text, size_t size, double at) {
  static const char *to_all = "\"stream\":\"meeting:";
  if (!memmem(text, size < 64 ? size : 64, to_all, strlen(to_all))) return;
  size_t mark = strlen(run_mark);
  const unsigned char *end = text + size;
  while ((text = memmem(text, (size_t)(end - text), run_mark, mark))) {
    int act = atoi((const char *)text + mark);
    text += mark;
    if (act < 0 || act >= act_count) continue;
    receipt_count++;
    last[act] = at;
    if (++receipts[act] == joined_count) complete_count++;
  }
}

static int count_of(const unsigned char *text, size_t size, const char *word) {
  int count = 0;
  size_t length = strlen(word);
  const unsigned char *end = text + size;
  while ((text = memmem(text, (size_t)(end - text), word, length))) count++, text += length;
  return count;
}

static void send_waiting(Tablet *tablet);

/* What went in one message is answered in one. */
static void hear_answers(Tablet *tablet, const unsigned char *text, size_t size, double at) {
  int refused = count_of(text, size, "\"ok\":false");
  refused_count += refused;
  for (int i = tablet->first_under_way; i >= 0; i = next_act[i])
    if (!refused) acknowledged[i] = at;
  tablet->first_under_way = -1;
  send_waiting(tablet);
}

static void hear_answer(Tablet *tablet, const unsigned char *text, size_t size, double at) {
  int number = atoi((const char *)text + 2);
  int good = memmem(text, size, "\"ok\":true", 9) != NULL;
  if (number == 0) {
    if (!good) { lose(tablet); return; }
    tablet->state = JOINED;
    joined_count++;
  } else if (together) {
    hear_answers(tablet, text, size, at);
  } else if (good) {
    acknowledged[number - 1] = at;
  } else {
    refused_count++;
  }
}

static void hear(Tablet *tablet, Frame *frame, double at) {
  unsigned char *text = frame->payload;
  const char *joining[] = {"420", join_text}, *pong[] = {"3"}, *entering[] = {"40"};
  byte_count += (long)frame->size;
  if (frame->opcode == CLOSE) lose(tablet);
  else if (frame->opcode != TEXT) return;
  else if (frame->deflated) unread_count++;
  else if (frame->size >= 3 && !memcmp(text, "42[", 3)) hear_facts(text, frame->size, at);
  else if (frame->size >= 3 && !memcmp(text, "43", 2)) hear_answer(tablet, text, frame->size, at);
  else if (frame->size == 1 && text[0] == '2') say(tablet, pong, 1);
  else if (text[0] == '0') say(tablet, entering, 1);
  else if (frame->size >= 2 && !memcmp(text, "40", 2) && tablet->state == ENTERING) {
    tablet->state = JOINING;
    say(tablet, joining, 2);
  } else if (frame->size >= 2 && !memcmp(text, "41", 2)) lose(tablet);
}

static void read_line(Tablet *tablet) {
  Frame frame;
  make_room(&tablet->in, AT_ONCE + 1);
  ssize_t taken = recv(tablet->line, tablet->in.bytes + tablet->in.end, AT_ONCE, 0);
  double at = now_ms();
  if (taken <= 0) {
    if (taken == 0 || errno != EAGAIN) lose(tablet);
    return;
  }
  tablet->in.end += (size_t)taken;
  tablet->in.bytes[tablet->in.end] = 0;
  if (tablet->state == UPGRADING && !upgraded(tablet)) return;
  while (tablet->state != LOST && next_frame(&tablet->in, &frame)) hear(tablet, &frame, at);
}

/* Serve the lines for so long at the most; returns at once when something was heard. */
static void turn(double wait) {
  struct epoll_event events[EVENTS];
  int count = epoll_wait(epoll, events, EVENTS, wait <= 0 ? 0 : (int)(wait + 0.999));
  for (int i = 0; i < count; i++) {
    Tablet *tablet = events[i].data.ptr;
    if (tablet->state == LOST) continue;
    if (tablet->state == DIALLING) {
      ask_for_upgrade(tablet, (int)(tablet - tablets));
      continue;
    }
    if (events[i].events & EPOLLOUT) flush(tablet);
    if (tablet->state != LOST && events[i].events & ~(uint32_t)EPOLLOUT) read_line(tablet);
  }
}

static void send_alone(Tablet *tablet, int which) {
  char head[32], number[16];
  snprintf(head, sizeof head, "42%d", which + 1);
  snprintf(number, sizeof number, "%d", which);
  const char *parts[] = {head, act_head, number, act_tail};
  say(tablet, parts, 4);
}

/* Send what waits, if nothing is under way: one act by its name, several as one message. */
static void send_waiting(Tablet *tablet) {
  static char numbers[MOST_TOGETHER][16];
  static const char *parts[MOST_TOGETHER * 4 + 2];
  char head[64];
  int first = tablet->first_waiting, last_taken = first, count = 1, part = 0;
  if (first < 0 || tablet->first_under_way >= 0) return;
  while (next_act[last_taken] >= 0 && count < together) last_taken = next_act[last_taken], count++;
  tablet->first_under_way = first;
  tablet->first_waiting = next_act[last_taken];
  next_act[last_taken] = -1;
  if (count == 1) {
    send_alone(tablet, first);
    return;
  }
  snprintf(head, sizeof head, "42%d[\"acts\",{\"acts\":[", first + 1);
  parts[part++] = head;
  for (int i = first, n = 0; i >= 0; i = next_act[i], n++) {
    snprintf(numbers[n], sizeof numbers[n], "%d", i);
    if (n) parts[part++] = ",";
    parts[part++] = payload_head;
    parts[part++] = numbers[n];
    parts[part++] = payload_tail;
  }
  parts[part++] = "]}]";
  say(tablet, parts, part);
}

static void act(Tablet *tablet) {
  int which = act_count;
  if (which == MOST_ACTS) return;
  acknowledged[which] = last[which] = next_act[which] = -1;
  sent[which] = now_ms();
  act_count++;
  if (!together) {
    send_alone(tablet, which);
    return;
  }
  if (tablet->first_waiting < 0) tablet->first_waiting = which;
  else next_act[tablet->last_waiting] = which;
  tablet->last_waiting = which;
  send_waiting(tablet);
}

static void act_in_turn(double began, double every) {
  int wanted = (int)((now_ms() - began) / every), people = posters;
  if (people > tablet_count) people = tablet_count;
  while (act_count < wanted) act(&tablets[act_count % people]);
}

static void work(void) {
  double began = now_ms(), until = began + seconds * 1e3, every = 1e3 / rate;
  if (!strcmp(mode, "each")) {
    every /= tablet_count;
    posters = tablet_count;
  }
  while (now_ms() < until) {
    if (!strcmp(mode, "closed")) {
      while (act_count - complete_count < outstanding && act_count < MOST_ACTS)
        act(&tablets[act_count % (posters < tablet_count ? posters : tablet_count)]);
      turn(1);
    } else if (!strcmp(mode, "rest")) {
      turn(10);
    } else {
      act_in_turn(began, every);
      double due = began + (act_count + 1) * every - now_ms();
      turn(due > 5 ? 5 : due);
    }
  }
}

static int all_acknowledged(void) {
  for (int i = act_count - 1; i >= 0; i--)
    if (acknowledged[i] < 0) return 0;
  return 1;
}

static int ascending(const void *one, const void *other) {
  double difference = *(const double *)one - *(const double *)other;
  return difference < 0 ? -1 : difference > 0;
}

static void tell_spread(const char *name, double *found, int count) {
  qsort(found, (size_t)count, sizeof *found, ascending);
  double shares[] = {0.5, 0.95, 0.99, 1.0};
  const char *names[] = {"p50", "p95", "p99", "worst"};
  for (int i = 0; i < 4; i++) {
    int at = (int)(shares[i] * count);
    if (count) printf("\"%s_%s\":%.4f,", name, names[i], found[at < count ? at : count - 1]);
    else printf("\"%s_%s\":null,", name, names[i]);
  }
}

static void tell(double worked, double busy, long heard_in_time) {
  static double served[MOST_ACTS], answered[MOST_ACTS];
  int complete = 0, answers = 0, doubled = 0;
  double finished = worked;
  for (int i = 0; i < act_count; i++) {
    if (receipts[i] == joined_count) {
      served[complete++] = last[i] - sent[i];
      if (last[i] - sent[0] > finished) finished = last[i] - sent[0];
    }
    if (receipts[i] > joined_count) doubled++;
    if (acknowledged[i] >= 0) answered[answers++] = acknowledged[i] - sent[i];
  }
  printf("done {");
  tell_spread("last", served, complete);
  tell_spread("acknowledged", answered, answers);
  printf("\"acts\":%d,\"complete\":%d,\"doubled\":%d,\"unacknowledged\":%d,\"refused\":%d,"
         "\"receipts\":%ld,\"in_time\":%ld,\"lost\":%d,\"worked\":%.4f,\"finished\":%.4f,\"busy\":%.4f,"
         "\"deflated\":%ld,\"bytes\":%ld}\n",
         act_count, complete, doubled, act_count - answers - refused_count, refused_count,
         receipt_count, heard_in_time, lost_count, worked / 1e3, finished / 1e3, busy, unread_count, byte_count);
  fflush(stdout);
}

static void read_job(void) {
  static char line[LONGEST_LINE];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    char *value = strchr(line, ' ');
    if (!strcmp(line, "begin")) return;
    if (!value) continue;
    *value++ = 0;
    if (!strcmp(line, "port")) ports[port_count++] = atoi(value);
    else if (!strcmp(line, "tablets")) tablet_count = atoi(value);
    else if (!strcmp(line, "cookie")) cookies[cookie_count++] = strdup(value);
    else if (!strcmp(line, "join")) snprintf(join_text, sizeof join_text, "%s", value);
    else if (!strcmp(line, "act")) strcpy(act_head, value);
    else if (!strcmp(line, "act_tail")) strcpy(act_tail, value);
    else if (!strcmp(line, "payload")) strcpy(payload_head, value);
    else if (!strcmp(line, "payload_tail")) strcpy(payload_tail, value);
    else if (!strcmp(line, "together")) together = atoi(value);
    else if (!strcmp(line, "mark")) snprintf(run_mark, sizeof run_mark, "%s", value);
    else if (!strcmp(line, "mode")) snprintf(mode, sizeof mode, "%s", value);
    else if (!strcmp(line, "rate")) rate = atof(value);
    else if (!strcmp(line, "seconds")) seconds = atof(value);
    else if (!strcmp(line, "draining")) draining = atof(value);
    else if (!strcmp(line, "posters")) posters = atoi(value);
    else if (!strcmp(line, "outstanding")) outstanding = atoi(value);
    else if (!strcmp(line, "deflate")) deflate = atoi(value);
  }
}

static void connect_all(void) {
  double began = now_ms(), mine = cpu_ms();
  for (int i = 0; i < tablet_count; i++) dial(&tablets[i], i);
  while (joined_count + lost_count < tablet_count && now_ms() < began + joining_limit * 1e3) turn(20);
  printf("joined {\"tablets\":%d,\"seconds\":%.4f,\"lost\":%d,\"busy\":%.4f}\n", joined_count,
         (now_ms() - began) / 1e3, lost_count, (cpu_ms() - mine) / (now_ms() - began));
  fflush(stdout);
}

/* Serve the lines until somebody says so on standard input. */
static void rest_until_told(void) {
  char ignored[64];
  fcntl(0, F_SETFL, O_NONBLOCK);
  while (read(0, ignored, sizeof ignored) < 0) turn(5);
}

int main(void) {
  struct rlimit files = {65536, 65536};
  setrlimit(RLIMIT_NOFILE, &files);
  setvbuf(stdin, NULL, _IONBF, 0);
  read_job();
  epoll = epoll_create1(0);
  connect_all();
  rest_until_told();
  double began = now_ms(), mine = cpu_ms();
  work();
  double worked = now_ms() - began, busy = (cpu_ms() - mine) / worked;
  long heard_in_time = receipt_count;
  double until = now_ms() + draining * 1e3;
  while (now_ms() < until && !(complete_count >= act_count && all_acknowledged())) turn(5);
  for (double more = now_ms() + 200; now_ms() < more;) turn(5); /* what comes twice comes now */
  tell(worked, busy, heard_in_time);
  rest_until_told();
  return 0;
}
