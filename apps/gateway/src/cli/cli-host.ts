// What the command line is given from outside. It reads no environment and no config itself.
import type { Log, Settings, Store } from '@holdpoint/core'
import type { AuthConfig } from '../config/gateway-config.ts'

export interface Output {
  write(text: string): unknown
}

/** Options that every command that needs the config takes. */
export interface ConfigOptions {
  /** Path of the config file, as typed. */
  readonly config?: string
}

export interface ServeOptions extends ConfigOptions {
  readonly port?: number
  readonly host?: string
}

export interface OpenedStore {
  readonly store: Store
  readonly publicUrl: string
  readonly auth: AuthConfig
  readonly settings: Settings
}

export interface CheckedConfig {
  /** Absent where there is none, and the defaults apply. */
  readonly file?: string
  readonly warnings: readonly string[]
}

export interface CliHost {
  /** Results only, so that they can be piped. */
  readonly stdout: Output
  /** Words for humans. */
  readonly stderr: Output
  readonly version: string
  /** Runs the gateway until it stops; resolves to the exit code. */
  serve(options: ServeOptions): Promise<number>
  readonly log: Log
  /** Reads the configuration and judges it. Rejects with `invalid_config` and every problem, a line each. */
  checkConfig(options: ConfigOptions): Promise<CheckedConfig>
  /** Where the gateway listens, and its operator's credential. */
  resolveGateway(options: ConfigOptions): Promise<{ readonly url: string; readonly auth: AuthConfig }>
  /** The configured store, for when no gateway listens. The command closes it. */
  openStore(options: ConfigOptions): Promise<OpenedStore>
}

/** 0: done. 1: it failed. 2: it was not understood. */
export type ExitCode = 0 | 1 | 2
