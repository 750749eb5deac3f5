// The floor: the least that a server can do. One thread, epoll, one write() a stream and event; no parsing, no
// authentication, no history. What is measured against it is the cost above the kernel's own.
// cc -O2 -o floor floor.c && ./floor PORT: GET anything is a stream, POST anything is told to every stream. One POST
// at a time on a connection, in one segment; a stream that is not read loses events.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define STREAMS_MAX 20000
#define BODY_MAX (1 << 16)

static int streams[STREAMS_MAX], count;
static char in[BODY_MAX], out[BODY_MAX + 32];

static void accept_all(int listener, int ep) {
  int fd, one = 1;
  while ((fd = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(ep, EPOLL_CTL_ADD, fd, &event);
  }
}

static void leave(int fd) {
  for (int i = 0; i < count; i++) {
    if (streams[i] == fd) {
      streams[i] = streams[--count];
      break;
    }
  }
  close(fd);
}

static void answer(int fd, const char *head) {
  if (write(fd, head, strlen(head)) < 0) leave(fd);
}

static void broadcast(const char *body) {
  int length = (int)strlen(body), bytes = sprintf(out, "%x\r\ndata: %s\n\n\r\n", length + 8, body);
  for (int i = 0; i < count; i++) {
    (void)!write(streams[i], out, bytes); // a reader that has gone, epoll tells of; one that does not read, loses it
  }
}

static void read_request(int fd) {
  ssize_t length = read(fd, in, sizeof in - 1);
  if (length <= 0) {
    if (length == 0 || errno != EAGAIN) leave(fd);
    return;
  }
  in[length] = 0;
  char *body = strstr(in, "\r\n\r\n");
  if (in[0] == 'G' && count < STREAMS_MAX) {
    streams[count++] = fd;
    answer(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
  } else if (body) {
    broadcast(body + 4);
    answer(fd, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
  }
}

int main(int argc, char **argv) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), ep = epoll_create1(0), one = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 9004)};
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  if (bind(listener, (void *)&address, sizeof address) || listen(listener, 4096)) {
    perror("floor");
    return 2;
  }
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, ready[512];
  epoll_ctl(ep, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int n = epoll_wait(ep, ready, 512, -1);
    for (int i = 0; i < n; i++) {
      if (ready[i].data.fd == listener) accept_all(listener, ep);
      else read_request(ready[i].data.fd);
    }
  }
}
