#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A file's bytes, and the path that diagnostics name it by.
public struct SourceFile: Sendable {
    public let path: String
    public let bytes: [UInt8]

    /// More than anybody writes by hand; what is larger is the wrong file.
    public static let sizeLimit = 16 << 20

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Reads a file.
    ///
    /// - Throws: a ``Diagnostic`` at the file's beginning, with the reason.
    public init(path: String) throws(Diagnostic) {
        func failure(_ reason: String) -> Diagnostic {
            let start = SourcePosition(line: 1, column: 1)
            return Diagnostic(message: reason, span: SourceSpan(file: path, start: start, end: start))
        }
        var info = stat()
        guard stat(path, &info) == 0 else { throw failure("cannot be read: \(Self.reason)") }
        guard info.st_mode & S_IFMT != S_IFDIR else { throw failure("is a directory, not a file") }
        guard info.st_mode & S_IFMT == S_IFREG else { throw failure("is not a regular file") }
        guard info.st_size <= Self.sizeLimit else {
            throw failure("is larger than \(Self.sizeLimit >> 20) MB; is it the right file?")
        }
        guard let file = fopen(path, "r") else { throw failure("cannot be read: \(Self.reason)") }
        defer { fclose(file) }
        // The size is a promise only; the file may change while it is read.
        let limit = Self.sizeLimit + 1
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        guard ferror(file) == 0 else { throw failure("cannot be read: \(Self.reason)") }
        self.init(path: path, bytes: bytes)
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
