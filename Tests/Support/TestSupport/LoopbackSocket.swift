import Foundation

/// A TCP socket on 127.0.0.1, closed when nobody holds it any more.
final class LoopbackSocket: Sendable {
    let descriptor: Int32

    private init(_ descriptor: Int32) throws {
        guard descriptor >= 0 else { throw POSIXError.last }
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        #if canImport(Darwin)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    private convenience init() throws {
        #if canImport(Darwin)
        try self.init(socket(AF_INET, SOCK_STREAM, 0))
        #else
        try self.init(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        #endif
    }

    deinit { close(descriptor) }

    /// A socket on a free port, which may listen. A client that comes before it is asked in is connected too.
    ///
    /// The port is none that the system gives to clients: nobody takes it while a server restarts, and a client that tries
    /// again and again does not end up connected to itself.
    convenience init(listening: Bool) throws {
        try self.init()
        while !call(bind, Int.random(in: 10_000..<32_768)) {
            guard errno == EADDRINUSE else { throw POSIXError.last }
        }
        if listening, listen(descriptor, 100) != 0 { throw POSIXError.last }
    }

    convenience init(connectedTo port: Int) throws {
        try self.init()
        guard call(connect, port) else { throw POSIXError.last }
    }

    /// The next client of a listening socket.
    convenience init(acceptedBy listener: LoopbackSocket) throws {
        try self.init(accept(listener.descriptor, nil, nil))
    }

    var port: Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private func call(
        _ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32, _ port: Int
    ) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
