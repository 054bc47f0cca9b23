/* Relay, hearing and dispatch, as shared/relay.py, absorb.py, hearing.py and dispatch/sender.py have them.

   N cases are decided by intake (`said`), relayed to Kafka, heard by the notifier and sent by mail. Every process
   may stop between any two steps (CRASHES in all) and begins again from what is durable. A step in braces after
   `atomic` is one transaction.

   Relay     two of them; a lock that the database may take away unnoticed; two producers each, which fence
             those before. It starts both, reads its own topic's tail, marks what is there, then publishes the set
             of unpublished rows in one Kafka transaction, and marks them; the next one is the other producer's.
   Kafka     a transaction is decided when its commit is answered; its markers are written later, and until then
             nobody reads it or what stands behind it, and its producer cannot begin another. A producer that starts
             fences the one before with its id, and waits for the markers of what that one had committed.
   Hearing   the offset is moved by compare-and-set in the transaction that takes the record in.
   Dispatch  the attempt is recorded on Kafka before the send, the outcome after it. What was attempted and has no
             outcome is in doubt: a person, or the date, sends it again, marked.

   -D...     OFFSET_FIRST the offset is moved before, and apart from, the effect
             MARK_FIRST   a row is marked before it is published
             NO_TAIL      the tail is not read before publishing
             NO_FENCE     a producer that lost its lock may still commit
             ONE_STARTED  the second producer is started only after the tail was read
             NO_MARKERS   a starting producer does not wait for its predecessor's markers
             NO_CAS       the offset is set, whatever it was
             NO_ATTEMPT   the attempt is not recorded before the send
             NO_DOUBT     after a stop it is sent again as if it had never left */

#ifndef N
#define N 2
#endif
#ifndef CRASHES
#define CRASHES 2
#endif
#define L (3 * N)
#define NONE 255

byte crashes = 0;
bool said[N], marked[N];                    /* intake's database */
byte topic[L]; byte end = 0;                /* Kafka: what was committed, ... */
bool unmarked[2]; byte from[2];             /* ... the last of each producer, if it has no markers yet, ... */
byte owner[2];                              /* ... and who started each producer's transactional id last */
byte leader = NONE;                         /* who has the relay's lock */
byte offset = 0;                            /* the notifier's database: the stored offset, ... */
byte heard[N];                              /* ... how often each case was taken in, ... */
bool attempted[N], doubtful[N], done[N];    /* ... and how its dispatch stands */
byte plain[N], copies[N];                   /* the recipient: unmarked mails, and all mails */

#define STOPS(where) if :: atomic { crashes < CRASHES -> crashes++ }; goto where :: true fi
#define FROM(t) (unmarked[t] -> from[t] : end)
#define READABLE (FROM(0) < FROM(1) -> FROM(0) : FROM(1))           /* up to where committed records are given */
#define UNPUBLISHED(i) (said[i] && !marked[i])

#ifdef NO_MARKERS
#define START(t) owner[t] = _pid
#else
#define START(t) owner[t] = _pid; !unmarked[t]
#endif

active proctype Intake() {
  byte i = 0;
  do
  :: i < N -> said[i] = true; i++
  :: else -> break
  od
}

active [2] proctype Relay() {
  byte i, at, turn; bool batch[N];
begin:
  atomic { if :: leader == _pid -> leader = NONE :: else fi };     /* the lock goes with the connection */
end_lock:
  atomic { leader == NONE -> leader = _pid };
  START(0);
  STOPS(begin);
#ifndef ONE_STARTED
  START(1);
  STOPS(begin);
#endif
#ifndef NO_TAIL
  atomic {                                                         /* absorb: mark what is there already */
    at = 0;
    do :: at < READABLE -> marked[topic[at]] = true; at++ :: else -> break od; at = 0
  };
  STOPS(begin);
#endif
#ifdef ONE_STARTED
  START(1);
#endif
  if :: turn = 0 :: turn = 1 fi;                                   /* whatever it had published before */
end_work:
  do
  :: atomic { (UNPUBLISHED(0) || UNPUBLISHED(N - 1)) && leader == _pid ->
       i = 0; do :: i < N -> batch[i] = UNPUBLISHED(i); i++ :: else -> break od; i = 0 };
#ifdef MARK_FIRST
     atomic { i = 0; do :: i < N -> if :: batch[i] -> marked[i] = true :: else fi; i++ :: else -> break od; i = 0 };
#endif
     STOPS(begin);
     atomic {                                                      /* one Kafka transaction, or fenced */
       if
#ifndef NO_FENCE
       :: owner[turn] != _pid -> goto begin
       :: owner[turn] == _pid && !unmarked[turn] ->
#else
       :: !unmarked[turn] ->
#endif
          i = 0; unmarked[turn] = true; from[turn] = end;
          do
          :: i < N -> if :: batch[i] -> assert(end < L); topic[end] = i; end++ :: else fi; i++
          :: else -> break
          od; i = 0
       fi;
       turn = 1 - turn
     };
     STOPS(begin);
     if :: leader != _pid -> goto begin :: else fi;                /* its connection is gone: it cannot mark */
     atomic { i = 0; do :: i < N -> if :: batch[i] -> marked[i] = true; batch[i] = false :: else fi; i++ :: else -> break od; i = 0 };
     STOPS(begin)
  :: atomic { leader != _pid -> goto begin }                       /* noticed when it next looks */
  od
}

active proctype Markers() {                 /* Kafka, in its own time */
end_written:
  do
  :: atomic { unmarked[0] -> unmarked[0] = false; from[0] = 0 }
  :: atomic { unmarked[1] -> unmarked[1] = false; from[1] = 0 }
  od
}

/* The database takes a relay's lock away (its connection is cut, or it was frozen): it believes that it leads. */
active proctype Cut() {
  atomic { leader != NONE && crashes < CRASHES -> crashes++; leader = NONE }
}

active [2] proctype Hearing() {             /* two: one may have lost its partition without knowing */
  byte expected, it;
begin:
  expected = offset;
end_wait:
  do
  :: atomic { expected < READABLE -> it = topic[expected] };
     STOPS(begin);
#ifdef OFFSET_FIRST
     atomic { if :: offset == expected -> offset++ :: else -> goto begin fi };
     STOPS(begin);
     atomic { heard[it]++ };
#else
     atomic {                               /* one transaction */
#ifdef NO_CAS
       heard[it]++; offset = expected + 1
#else
       if :: offset == expected -> offset++; heard[it]++ :: else -> goto begin fi
#endif
     };
#endif
     expected++;
     STOPS(begin)
  od
}

#define DUE(i) (heard[i] && !done[i] && !attempted[i])

active proctype Worker() {
  byte i;
begin:
  atomic {                                  /* whatever the worker before had begun is in doubt */
    i = 0;
    do
    :: i < N ->
       if
       :: attempted[i] && !done[i] -> attempted[i] = false;
#ifndef NO_DOUBT
          doubtful[i] = true
#endif
       :: else
       fi; i++
    :: else -> break
    od; i = 0
  };
end_due:
  do
  :: atomic { DUE(0) || DUE(N - 1) -> if :: DUE(0) -> i = 0 :: else -> i = N - 1 fi };
#ifndef NO_ATTEMPT
     attempted[i] = true;                   /* and Kafka has it */
     STOPS(begin);
#endif
     atomic { copies[i]++; if :: !doubtful[i] -> plain[i]++ :: else fi };
     STOPS(begin);
     done[i] = true;
     STOPS(begin)
  od
}

#define once_said (heard[0] <= 1 && heard[N - 1] <= 1)
#define once_plain (plain[0] <= 1 && plain[N - 1] <= 1)
#define caused ((copies[0] == 0 || heard[0]) && (copies[N - 1] == 0 || heard[N - 1]))
#define told (done[0] && done[N - 1])

ltl safe { [] (once_said && once_plain && caused) }
ltl arrives { <> told }
