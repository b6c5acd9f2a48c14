import { createMemoryStore } from '@holdpoint/storage-memory'
import { adapterSuite } from '@holdpoint/testkit'
import { describe, it } from 'vitest'
import { serveApp } from './serve-app.ts'

adapterSuite({ describe, it, serve: serveApp, store: () => createMemoryStore() })
