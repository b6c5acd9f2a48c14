// The HTTP side for adapters and hosts. Re-exports only.
export type * from './http.ts'
export type { Authenticate } from './authenticate.ts'
