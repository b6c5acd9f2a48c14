// A command line whose output is kept, against a gateway's address or a store.
import { defaultSettings, type Store } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { memoryLog } from '../auth/memory-log.ts'
import type { CliHost, ConfigOptions, ServeOptions } from '../../src/cli/cli-host.ts'
import type { AuthConfig } from '../../src/config/gateway-config.ts'
import { runCli } from '../../src/cli/run-cli.ts'

/** What the configuration says where the store is opened directly. */
export const storedAuth: AuthConfig = { mode: 'token', token: 'the-token-of-the-configuration' }

export interface TestHost {
  readonly opened: ConfigOptions[]
  readonly served: ServeOptions[]
  run(...argv: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }>
}

/** Without `gateway`, resolving its address fails the test. `keep` stays open when the command closes its store. */
export function testHost(options: { gateway?: { url: string; auth: AuthConfig }; keep?: Store } = {}): TestHost {
  const opened: ConfigOptions[] = []
  const served: ServeOptions[] = []
  return {
    opened,
    served,
    async run(...argv) {
      let out = ''
      let err = ''
      const host: CliHost = {
        stdout: { write: (text) => (out += text) },
        stderr: { write: (text) => (err += text) },
        version: '1.2.3',
        log: memoryLog().log,
        serve: async (serveOptions) => {
          served.push(serveOptions)
          return 0
        },
        checkConfig: async () => ({ file: '/etc/holdpoint.config.json5', warnings: ['x is odd'] }),
        resolveGateway: async () => {
          if (options.gateway === undefined) throw new Error('no gateway was expected to be asked')
          return options.gateway
        },
        openStore: async (configOptions) => {
          opened.push(configOptions)
          const store = options.keep ?? createMemoryStore()
          return {
            store: { ...store, close: async () => {} },
            publicUrl: 'http://127.0.0.1:4180',
            auth: storedAuth,
            settings: defaultSettings,
          }
        },
      }
      const code = await runCli(argv, host)
      return { code, out, err }
    },
  }
}
