#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A file that is written only when its bytes differ: what depends on it is not compiled anew for nothing.
struct OutputFile {
    let path: String

    struct WriteError: Error {
        let path: String
        let reason: String
    }

    func write(_ contents: String) throws(WriteError) {
        let bytes = Array(contents.utf8)
        // `==` compares one byte after the other where it is not optimised.
        if let old = read(upTo: bytes.count + 1), old.count == bytes.count, memcmp(old, bytes, bytes.count) == 0 {
            return
        }
        // Under another name first, so that a build that is stopped finds the old file or the new one.
        let temporary = path + ".new"
        guard let file = fopen(temporary, "w") else { throw failure() }
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count, rename(temporary, path) == 0 else { throw failure() }
    }

    /// The file's bytes, or the first `limit` of a longer one; `nil` where there is no file.
    private func read(upTo limit: Int) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        return [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = fread(buffer.baseAddress, 1, limit, file)
        }
    }

    private func failure() -> WriteError {
        WriteError(path: path, reason: "cannot be written: \(String(cString: strerror(errno)))")
    }
}
