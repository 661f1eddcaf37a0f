import Foundation

/// A library of Python's, in a process of its own that is told what to do line by line and measures by itself.
final class PythonContestant: Contestant, @unchecked Sendable {
    // Unchecked: contestants run one after another.
    let name: String
    let slowness: Int
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let workloads: Set<Workload>

    /// - Parameter kind: as peers/peer.py knows it.
    init(_ name: String, kind: String, address: String, slowness: Int, without workloads: Set<Workload>) throws {
        self.name = name
        self.slowness = slowness
        self.workloads = Set(Workload.allCases).subtracting(workloads)
        let environment = ProcessInfo.processInfo.environment
        process.executableURL = URL(fileURLWithPath: environment["ROSEY_BENCHMARK_PYTHON"] ?? "")
        process.arguments = ["peers/peer.py", kind, address]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private struct Broken: Error {}

    private func ask(_ line: String) throws -> [Double] {
        try input.fileHandleForWriting.write(contentsOf: Foundation.Data(line.utf8 + [0x0a]))
        var answer = Foundation.Data()
        while answer.last != 0x0a {
            guard let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else { throw Broken() }
            answer += byte
        }
        return String(decoding: answer, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    }

    func run(_ workload: Workload, count: Int, start: Int) throws -> Int? {
        guard workloads.contains(workload) else { return nil }
        return try ask("\(workload.rawValue.replacing(" ", with: "-")) \(count) \(start)").first.map { Int($0) }
    }

    func runConcurrently(seconds: Double) throws -> Concurrency? {
        let answer = try ask("W8 \(seconds) 0")
        guard answer.count == 4 else { return nil }
        return Concurrency(readsPerSecond: answer[0], p50: answer[1], p99: answer[2], writesPerSecond: answer[3])
    }
}
