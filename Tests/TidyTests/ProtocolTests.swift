import Codec
import Contracts
import Glibc
import Testing

@Test("protocol/tend/v1/tend.proto is what the declarations say")
func protocolTextIsFresh() {
    var file = ProtoFile(package: "tend.v1", services: TendServices.all)
    // What a refusal carries in its details is reached by no method.
    file.add(Refusal.self)
    let path = "protocol/tend/v1/tend.proto"
    guard SourceTree.read(path) != file.text else { return }
    let fresh = SourceTree.built + "/tend.proto"
    let isWritten = write(file.text, to: fresh)
    Issue.record(
        """
        \(path) is not what the declarations in Sources/Contracts say. Read the difference, and when \
        it is meant, take it over: cp \(isWritten ? fresh : "(\(fresh) could not be written)") \(path)
        """)
}

private func write(_ text: String, to path: String) -> Bool {
    guard let file = fopen(path, "we") else { return false }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    return fwrite(bytes, 1, bytes.count, file) == bytes.count
}
