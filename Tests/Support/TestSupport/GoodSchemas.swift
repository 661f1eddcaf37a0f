import Foundation

/// Schemas that load, by their paths from the package's folder: the package's own, the examples', and those of the corpus.
public let goodSchemas: [String] = {
    let corpus = "Tests/Support/Corpus/good"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: packageFolder + "/" + corpus)) ?? []
    return ["schema.yaml", "Tests/Support/Reference/schema.yaml", "Examples/Catalogue/schema.yaml"]
        + names.filter { $0.hasSuffix(".yaml") }.sorted().map { corpus + "/" + $0 }
}()
