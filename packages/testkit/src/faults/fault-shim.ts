// Makes the disk fail, or the process die, at a chosen system call of a child process.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shimSource } from './shim-source.ts'

export interface DiskFault {
  /** `fail-sync` makes one fsync fail; `kill` kills before a call that changes the disk, `tear` in the middle of it. */
  readonly kind: 'fail-sync' | 'kill' | 'tear'
  /** Which call, counted from 1. */
  readonly at: number
}

/** What a fault needs and this machine lacks; tests skip with this reason. */
export interface Missing {
  readonly missing: string
}

export interface FaultShim {
  /** The environment of a child whose calls under `folder` (an absolute path without links) meet the fault. */
  env(folder: string, fault: DiskFault): Record<string, string>
}

/** Compiles it into `folder`. Linux with a C compiler only. */
export function buildFaultShim(folder: string): FaultShim | Missing {
  if (process.platform !== 'linux') return { missing: 'faults of the disk are made by LD_PRELOAD, which needs Linux' }
  const source = join(folder, 'fault-shim.c')
  const library = join(folder, 'fault-shim.so')
  writeFileSync(source, shimSource)
  const { status, stderr, error } = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-w', '-o', library, source, '-ldl'])
  if (error !== undefined) return { missing: `no C compiler (${error.message})` }
  if (status !== 0) throw new Error(`cc failed:\n${stderr.toString()}`)
  return {
    env: (under, { kind, at }) => ({
      LD_PRELOAD: library,
      HOLDPOINT_FAULT: `${kind}:${at}`,
      HOLDPOINT_FAULT_UNDER: under,
    }),
  }
}
