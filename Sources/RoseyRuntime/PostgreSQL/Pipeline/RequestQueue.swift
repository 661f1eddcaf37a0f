#if PostgreSQL
/// A statement that goes with others, and its values.
struct PipelineRequest: @unchecked Sendable {
    // Unchecked: the encoder is used by one task at a time, first by the one that fills it, then by the one that sends it.
    let statement: Statement
    let encoder: ParameterEncoder

    /// Whether both look something up in the same table.
    func isLookup(like next: PipelineRequest) -> Bool {
        statement.effect == .lookup && next.statement.effect == .lookup && statement.table == next.statement.table
    }
}

extension SpareEncoders {
    /// Binds the values of a statement that goes with others. ``release(_:)`` takes the encoder back.
    func request(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) throws -> PipelineRequest {
        let encoder = take()
        do {
            try encoder.fill(statement, bind)
        } catch {
            giveBack(encoder)
            throw error
        }
        return PipelineRequest(statement: statement, encoder: encoder)
    }

    func release(_ requests: [PipelineRequest]) {
        for number in requests.indices { giveBack(requests[number].encoder) }
    }
}

/// A request, and the task that waits for its rows.
struct WaitingRequest: Sendable {
    typealias Continuation = UnsafeContinuation<ReceivedRows?, any Error>

    /// Tells it from all others of its queue. In a transaction they are sent in the order of these.
    let ticket: Int
    let request: PipelineRequest
    /// `nil` once nobody waits any more.
    private(set) var continuation: Continuation?

    init(_ ticket: Int, _ request: PipelineRequest, _ continuation: Continuation) {
        self.ticket = ticket
        self.request = request
        self.continuation = continuation
    }

    /// Takes the task from the request, which stays where it is.
    mutating func detach() -> Continuation? {
        defer { continuation = nil }
        return continuation
    }

    /// Hands over what has come of the request; the rows of one that nobody waits for are freed.
    func resume(with result: Result<ReceivedRows, some Error>) {
        switch (continuation, result) {
        case (let continuation?, .success(let rows)): continuation.resume(returning: rows)
        case (let continuation?, .failure(let error)): continuation.resume(throwing: error)
        case (nil, .success(let rows)): rows.free()
        case (nil, .failure): break
        }
    }
}

/// What gathers the requests of several tasks, for a round of them to be sent together. A value: its owner guards it with a lock.
struct RequestQueue: Sendable {
    private var requests: [WaitingRequest] = []

    var count: Int { requests.count }
    var isEmpty: Bool { requests.isEmpty }

    mutating func append(_ request: WaitingRequest) { requests.append(request) }

    /// The next round: those that have waited for the longest time.
    mutating func takeRound(atMost limit: Int = .max) -> [WaitingRequest] {
        if requests.count <= limit {
            defer { requests = [] }
            return requests
        }
        defer { requests.removeFirst(limit) }
        return Array(requests.prefix(limit))
    }

    /// Removes requests that need not be sent.
    mutating func remove(where isMeant: (WaitingRequest) -> Bool) -> [WaitingRequest] {
        let removed = requests.filter(isMeant)
        if !removed.isEmpty { requests.removeAll(where: isMeant) }
        return removed
    }
}
#endif
