/// Between which sizes, in bytes, segments are prepared.
package struct SegmentSizes: Sendable {
    package var least = Limits.segmentBytesMin
    package var most = Limits.segmentBytesMax
    /// Kept aside for a full disk; 0 for nothing.
    package var ballast = Limits.ballastBytes

    package init() {}
}
