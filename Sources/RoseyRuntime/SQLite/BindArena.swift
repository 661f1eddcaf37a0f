/// Memory for the short texts bound to one statement, so that SQLite need not allocate a copy of each.
///
/// SQLite reads bound text until the statement is bound anew or reset for good, and a connection's arena is filled only
/// when a statement is bound. A cursor that stays open while others run has an arena of its own.
final class BindArena {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 8)

    deinit { memory.deallocate() }
}
