// What the address sanitizer takes for a leak in Swift and what it does not: memory that libpq, SQLite and libyaml have
// allocated, and nobody knows of any more, is one.
//
// Swift keeps the case of an enum in bits of the pointer to what the case holds. The sanitizer takes no such word for a
// pointer, and reports what is in a global variable, too: LeakProof.swift. So what Swift has allocated itself is passed
// over, and whatever it points at is as reachable as if it had been found.
const char *__lsan_default_suppressions(void) { return "leak:swift_slowAlloc\n"; }
const char *__lsan_default_options(void) { return "print_suppressions=0"; }
