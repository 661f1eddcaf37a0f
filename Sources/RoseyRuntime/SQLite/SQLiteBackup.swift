import CSQLite

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A copy of a database's file, made beside it by whoever holds the right to write: whole under its name, or not there.
struct SQLiteBackup {
    /// The file itself, wherever links lead.
    private let file: String
    /// Where the copy is until it is whole. One name for all: whoever may write makes the only copy at a time, so what is
    /// there already is what a process left that was killed.
    private var partial: String { file + ".backup-in-progress" }

    init(of path: String) {
        var info = stat()
        let isLink = lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
        let target = isLink ? realpath(path, nil) : nil
        defer { free(target) }
        file = target.map { String(cString: $0) } ?? path
    }

    /// Copies the database as it was before the transaction of `connection`. On a thread that may block.
    ///
    /// - Parameter connection: has begun to write, and has written nothing yet.
    /// - Returns: the copy's path.
    func make(as name: String, for connection: OpaquePointer) throws(DatabaseError) -> String {
        removePartial()
        defer { removePartial() }
        do throws(DatabaseError) {
            let descriptor = try create(partial)
            defer { close(descriptor) }
            // A file of one's own lets no other connection in, and nobody else writes to it: it can be copied as it is.
            if try !copyPages() { try copyFiles(of: connection) }
            try takeOwnership(descriptor)
            guard fsync(descriptor) == 0 else { throw Self.failure(errno) }
            return try publish(as: name)
        } catch {
            var error = error
            error.message =
                "the database could not be copied before something is taken away: \(error.message); nothing was changed"
            error.sql = nil
            throw error
        }
    }

    /// A copy that nobody needs.
    static func remove(_ copy: String) { unlink(copy) }

    // MARK: - Files

    /// Makes a file that was not there, and is no link to another.
    private func create(_ path: String) throws(DatabaseError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(errno) }
        return descriptor
    }

    /// Whoever could read the database can read the copy, and nobody else.
    private func takeOwnership(_ descriptor: Int32) throws(DatabaseError) {
        var info = stat()
        guard stat(file, &info) == 0 else { throw Self.failure(errno) }
        // Only root can give a file away, as SQLite does with its log.
        if geteuid() == 0 { _ = fchown(descriptor, info.st_uid, info.st_gid) }
        guard fchmod(descriptor, info.st_mode & 0o777) == 0 else { throw Self.failure(errno) }
    }

    /// Gives the copy a name that nothing has.
    private func publish(as name: String) throws(DatabaseError) -> String {
        var copy = "\(file).\(name).backup"
        var number = 1
        while true {
            // Taken first, since to rename is to replace.
            let descriptor = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if descriptor >= 0 {
                close(descriptor)
                break
            }
            guard errno == EEXIST else { throw Self.failure(errno) }
            number += 1
            copy = "\(file).\(name)-\(number).backup"
        }
        guard rename(partial, copy) == 0 else {
            let reason = errno
            unlink(copy)
            throw Self.failure(reason)
        }
        return copy
    }

    private func removePartial() {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(partial + suffix) }
    }

    private static func failure(_ reason: Int32) -> DatabaseError {
        DatabaseError(reason == ENOSPC || reason == EDQUOT ? .full : .io, String(cString: strerror(reason)))
    }

    // MARK: - Pages

    /// By SQLite's online backup, page by page, over a connection of its own: SQLite does not copy from one that is about to
    /// write. What that one sees is what was there before.
    ///
    /// - Returns: `false` where no other connection is let in.
    private func copyPages() throws(DatabaseError) -> Bool {
        var source: OpaquePointer?
        defer { sqlite3_close_v2(source) }
        var status = sqlite3_open_v2(file, &source, SQLITE_OPEN_READWRITE, nil)
        guard status == SQLITE_OK else { throw .sqlite(status, source) }
        let target = try openPartial()
        defer { sqlite3_close_v2(target) }
        guard let backup = sqlite3_backup_init(target, "main", source, "main") else {
            throw .sqlite(sqlite3_errcode(target), target)
        }
        status = sqlite3_backup_step(backup, -1)
        let end = sqlite3_backup_finish(backup)
        if status == SQLITE_DONE { status = end }
        if status == SQLITE_BUSY { return false }
        guard status == SQLITE_OK else { throw .sqlite(status, target) }
        return true
    }

    private func openPartial() throws(DatabaseError) -> OpaquePointer? {
        var target: OpaquePointer?
        var status = sqlite3_open_v2(partial, &target, SQLITE_OPEN_READWRITE, nil)
        // A copy that fails is thrown away, not rolled back.
        if status == SQLITE_OK { status = sqlite3_exec(target, "PRAGMA journal_mode = OFF", nil, nil, nil) }
        guard status == SQLITE_OK else {
            let error = DatabaseError.sqlite(status, target)
            sqlite3_close_v2(target)
            throw error
        }
        return target
    }

    /// The file, and what of it is still in the write-ahead log, through the connection that has them open: the system takes
    /// the locks of a process away as soon as that closes any descriptor of the file.
    private func copyFiles(of connection: OpaquePointer) throws(DatabaseError) {
        try copy(SQLITE_FCNTL_FILE_POINTER, of: connection, to: partial)
        guard try hasLog(connection) else { return }
        close(try create(partial + "-wal"))
        try copy(SQLITE_FCNTL_JOURNAL_POINTER, of: connection, to: partial + "-wal")
        // Moves the log into the file, and takes it away.
        var target: OpaquePointer?
        defer { sqlite3_close_v2(target) }
        var status = sqlite3_open_v2(partial, &target, SQLITE_OPEN_READWRITE, nil)
        if status == SQLITE_OK { status = sqlite3_exec(target, "PRAGMA wal_checkpoint(TRUNCATE)", nil, nil, nil) }
        guard status == SQLITE_OK else { throw .sqlite(status, target) }
    }

    private func hasLog(_ connection: OpaquePointer) throws(DatabaseError) -> Bool {
        var handle: OpaquePointer?
        defer { sqlite3_finalize(handle) }
        guard sqlite3_prepare_v2(connection, "PRAGMA journal_mode", -1, &handle, nil) == SQLITE_OK,
            sqlite3_step(handle) == SQLITE_ROW, let mode = sqlite3_column_text(handle, 0)
        else { throw .sqlite(sqlite3_errcode(connection), connection) }
        return String(cString: mode) == "wal"
    }

    /// - Parameter which: the file control that tells the file.
    private func copy(_ which: Int32, of connection: OpaquePointer, to path: String) throws(DatabaseError) {
        var source: UnsafeMutablePointer<sqlite3_file>?
        var size: sqlite3_int64 = 0
        guard sqlite3_file_control(connection, "main", which, &source) == SQLITE_OK, let source,
            let methods = source.pointee.pMethods, methods.pointee.xFileSize(source, &size) == SQLITE_OK
        else { throw Self.failure(EIO) }
        let target = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        guard target >= 0 else { throw Self.failure(errno) }
        defer { close(target) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var offset: sqlite3_int64 = 0
        while offset < size {
            let count = Int32(min(size - offset, sqlite3_int64(buffer.count)))
            guard methods.pointee.xRead(source, &buffer, count, offset) == SQLITE_OK else { throw Self.failure(EIO) }
            var written = 0
            while written < count {
                let result = buffer.withUnsafeBytes { bytes in
                    bytes.baseAddress.map { write(target, $0 + written, Int(count) - written) } ?? 0
                }
                if result < 0, errno == EINTR { continue }
                guard result > 0 else { throw Self.failure(errno) }
                written += result
            }
            offset += sqlite3_int64(count)
        }
    }
}
