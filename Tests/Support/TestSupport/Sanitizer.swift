#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif
import Testing

/// What the tests are built with: `Scripts/test --sanitize address|thread`.
public enum Sanitizer {
    /// Whether it is one of them. A sanitizer has memory of its own for each byte of the program, and keeps what was freed.
    public static let isInUse: Bool = {
        let program = dlopen(nil, RTLD_NOW)
        return dlsym(program, "__asan_init") != nil || dlsym(program, "__tsan_init") != nil
    }()
}

extension Trait where Self == ConditionTrait {
    /// For tests that measure the memory of a process.
    public static var measuresMemory: Self {
        .disabled(if: Sanitizer.isInUse, "the memory of the sanitizer would be measured as well")
    }
}
