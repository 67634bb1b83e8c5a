// Linux headers that Swift's Glibc module does not show. No library is linked.
//
// `static inline` shims, at most five, listed here (a tidy test counts them):
//   1. tend_prctl_dumpable  prctl is variadic, which Swift cannot call
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
// Swift's Glibc module is built without _GNU_SOURCE and spells the member of fd_set another way; two
// spellings of one type do not compile, so this one is read as Glibc reads it.
#include <features.h>
#pragma push_macro("__USE_XOPEN")
#undef __USE_XOPEN
#include <sys/select.h>
#pragma pop_macro("__USE_XOPEN")
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/statfs.h>
#include <sys/timerfd.h>

static inline int tend_prctl_dumpable(int on) { return prctl(PR_SET_DUMPABLE, on, 0, 0, 0); }
