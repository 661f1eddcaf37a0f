// swift-tools-version: 6.1
import PackageDescription

// A package of its own, as one that uses Rosey is. There the dependency is
// .package(url: "https://github.com/…/rosey", from: "0.6.0")
let package = Package(
    name: "catalogue",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "rosey", path: "../..")
    ],
    targets: [
        // Its code is made from schema.yaml, beside the types that the schema names.
        .target(
            name: "CatalogueModels",
            dependencies: [.product(name: "RoseyRuntime", package: "rosey")],
            plugins: [.plugin(name: "SchemaPlugin", package: "rosey")]),
        .executableTarget(
            name: "catalogue",
            dependencies: ["CatalogueModels", .product(name: "RoseyRuntime", package: "rosey")]),
    ]
)
