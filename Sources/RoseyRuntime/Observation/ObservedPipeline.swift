/// A pipeline whose statements an observer is told of.
struct ObservedPipeline: PipelineRun {
    private let run: any PipelineRun
    let statements: any StatementConnection

    init(_ run: any PipelineRun, _ observer: StatementObserver) {
        self.run = run
        statements = ObservedStatements(run.statements, observer)
    }

    var executor: any TaskExecutor { run.executor }
    func endItem() { run.endItem() }
    func fly() async { await run.fly() }
}
