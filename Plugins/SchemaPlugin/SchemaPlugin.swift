import Foundation
import PackagePlugin

/// Declares what the generator reads and writes; the generator does the rest.
@main
struct SchemaPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        // The package that owns the target, so that each package has its own schema.
        let package = context.package.directoryURL
        let schema = package.appending(path: "schema.yaml")
        guard FileManager.default.fileExists(atPath: schema.path) else {
            Diagnostics.error(
                "\(schema.path):1:1: error: there is no schema.yaml; it describes the tables of \(target.name)")
            return []
        }
        let migrations = package.appending(path: "Generated/Migrations")
        let output = context.pluginWorkDirectoryURL
        return [
            .buildCommand(
                displayName: "Generating \(target.name) from schema.yaml",
                executable: try context.tool(named: "schema-generator").url,
                arguments: [
                    "--schema", schema.path, "--migrations", migrations.path, "--output", output.path,
                ],
                inputFiles: schemaFiles(in: package) + [nearestExisting(migrations, in: package)]
                    + files(below: migrations),
                outputFiles: GeneratedFileNames.all.map { output.appending(path: $0) })
        ]
    }

    /// Every YAML file that schema.yaml might include: those of the package itself, not of packages inside it.
    private func schemaFiles(in package: URL) -> [URL] {
        let keys: [URLResourceKey] = [.isDirectoryKey]
        guard
            let paths = FileManager.default.enumerator(
                at: package, includingPropertiesForKeys: keys, options: [.skipsHiddenFiles])
        else { return [] }
        var files: [URL] = []
        for case let url as URL in paths {
            if (try? url.resourceValues(forKeys: Set(keys)).isDirectory) == true {
                let isElsewhere = FileManager.default.fileExists(atPath: url.appending(path: "Package.swift").path)
                let isRevisions = url.path.hasSuffix("/Generated/Migrations")
                if isElsewhere || isRevisions || url.lastPathComponent == "node_modules" { paths.skipDescendants() }
            } else if ["yaml", "yml"].contains(url.pathExtension) {
                files.append(url)
            }
        }
        return files.sorted { $0.path < $1.path }
    }

    /// The folder of migrations, or the one that it will be made in. As an input it stands for its list of names, which
    /// changes when a revision is added: the plan that is made here knows only the files of today.
    private func nearestExisting(_ directory: URL, in package: URL) -> URL {
        var directory = directory
        while directory.path != package.path, !FileManager.default.fileExists(atPath: directory.path) {
            directory.deleteLastPathComponent()
        }
        return directory
    }

    /// Every file of every revision, in a stable order: an edit of one runs the generator again.
    private func files(below directory: URL) -> [URL] {
        guard let paths = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: [.isRegularFileKey])
        else { return [] }
        return paths.compactMap { $0 as? URL }
            .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
            .sorted { $0.path < $1.path }
    }
}
