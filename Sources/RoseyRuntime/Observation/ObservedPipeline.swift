/// A pipeline whose statements are reported to an observer.
struct ObservedPipeline: PipelineRun {
    private let base: any PipelineRun
    private let observer: StatementObserver

    init(_ base: any PipelineRun, _ observer: StatementObserver) {
        self.base = base
        self.observer = observer
    }

    var executor: any TaskExecutor { base.executor }

    nonisolated(nonsending) func runItem(
        _ number: Int, _ body: nonisolated(nonsending) (any StatementConnection) async throws -> Void
    ) async {
        await base.runItem(number) { try await body(ObservedStatements($0, observer)) }
    }

    nonisolated(nonsending) func send() async throws { try await base.send() }
}
