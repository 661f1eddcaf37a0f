import SchemaKit
import TestSupport
import Testing

@Suite struct IncludeTests {
    /// The files are the schema together, in the order in which they are read: the included ones first.
    @Test func orderAndFolders() throws {
        let folder = try TemporaryFolder()
        let table = { (name: String) in
            "tables: { \(name): { columns: { id: { type: integer, primary_key: true } } } }\n"
        }
        try folder.write("include: [parts/b.yaml, c.yaml]\n" + table("a"), "a.yaml")
        try folder.write("include: [../parts/./d.yaml]\n" + table("b"), "parts/b.yaml")
        try folder.write(table("c"), "c.yaml")
        try folder.write(table("d"), "parts/d.yaml")
        let result = SchemaLoader.load(path: folder.file("a.yaml"))
        #expect(result.diagnostics == [])
        #expect(result.schema?.tables.map(\.name) == ["d", "b", "c", "a"])
    }

    @Test func tooDeep() throws {
        let folder = try TemporaryFolder()
        for number in 0..<40 { try folder.write("include: [f\(number + 1).yaml]\n", "f\(number).yaml") }
        let result = SchemaLoader.load(path: folder.file("f0.yaml"))
        #expect(
            result.diagnostics.map { "\($0)" } == [
                "\(folder.file("f31.yaml")):1:11: error: a schema has at most 1000 files, 32 deep"
            ])
    }
}
