// What one case of the suite is given, and what an adapter's own test has to be able to serve.
import type { HttpHandler, Guard, GuardedRouteOptions } from '@holdpoint/core/http'
import type { Store } from '@holdpoint/core/store'
import { dialRaw, type RawClient } from './raw-client.ts'

export interface AppCall {
  /** What the framework's own parser made of the body: a value for JSON, a string for other text, undefined for none. */
  readonly body: unknown
  /** Of the call that was let through; undefined on routes without a guard. */
  readonly approvalId?: string | undefined
  readonly principalId?: string | undefined
}

export interface AppAnswer {
  readonly status: number
  readonly body: string
}

/** A route of the app's own, behind the framework's parsers of JSON and text. */
export interface AppRoute {
  readonly method: string
  /** Matched exactly: case, slashes and all; a last segment `:id` is any one. */
  readonly path: string
  readonly guard?: { readonly guard: Guard; readonly options: GuardedRouteOptions }
  /** What it throws is for the framework to answer. `cut` breaks the connection. */
  readonly run: (call: AppCall, cut: () => void) => Promise<AppAnswer>
}

/** An app: Holdpoint's handler at the root, before the app's own routes. */
export interface AdapterApp {
  readonly handler?: HttpHandler
  /** Where the handler is mounted; at the root by default. */
  readonly prefix?: string
  readonly routes?: readonly AppRoute[]
  readonly onError?: (error: unknown, id: string) => void
  /** Reads and parses every body before Holdpoint sees it: the mistake that has to be told. */
  readonly parseFirst?: boolean
}

export interface ServedApp {
  readonly port: number
  /** Cuts what is open and stops. */
  close(): Promise<void>
}

/** Listens on port 0 of 127.0.0.1. */
export type ServeApp = (app: AdapterApp) => Promise<ServedApp>

export interface Stage {
  /** Serves until the case ends; resolves to the port. */
  serve(app: AdapterApp): Promise<number>
  dial(port: number): Promise<RawClient>
  store(): Promise<Store>
  /** Runs when the case ends, last first. */
  atEnd(task: () => unknown): void
  end(): Promise<void>
}

export type AdapterCase = (name: string, run: (stage: Stage) => Promise<void>) => void

export function createStage(serve: ServeApp, openStore: () => Store | Promise<Store>): Stage {
  const tasks: (() => unknown)[] = []
  return {
    async serve(app) {
      const served = await serve(app)
      tasks.push(() => served.close())
      return served.port
    },
    async dial(port) {
      const client = await dialRaw(port)
      tasks.push(() => client.socket.destroy())
      return client
    },
    async store() {
      const store = await openStore()
      tasks.push(() => store.close())
      return store
    },
    atEnd: (task) => void tasks.push(task),
    async end() {
      for (const task of tasks.toReversed()) await task()
    },
  }
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export const get = (path = '/', method = 'GET') => `${method} ${path} HTTP/1.1\r\nHost: a\r\n\r\n`
