// Faults of disks and processes, and how to tell what they took. For tests of stores; it loads nothing else of the kit,
// so that child processes start soon.
export { buildFaultShim, type DiskFault, type FaultShim, type Missing } from './fault-shim.ts'
export { findLosses, noteAcknowledged, type Acknowledged } from './find-losses.ts'
export { limitedCommand } from './limited-command.ts'
export { runChild, type EndedChild } from './run-child.ts'
export { mountSmallDisk, type SmallDisk } from './small-disk.ts'
export { numberedRecord, writeAcknowledged, type WriteAcknowledgedOptions } from './write-acknowledged.ts'
