// A disk that fills up: a tmpfs of a few megabytes.
import { spawnSync } from 'node:child_process'
import type { Missing } from './fault-shim.ts'

export interface SmallDisk {
  unmount(): void
}

/** Mounts it on an empty folder. Needs to be root. */
export function mountSmallDisk(folder: string, sizeBytes: number): SmallDisk | Missing {
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', folder])
  if (status !== 0) return { missing: `no tmpfs can be mounted (${error?.message ?? stderr.toString().trim()})` }
  return {
    unmount() {
      const unmounting = spawnSync('umount', [folder])
      if (unmounting.status !== 0) throw new Error(`umount ${folder}: ${unmounting.stderr.toString()}`)
    },
  }
}
