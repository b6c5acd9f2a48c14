import { createMemoryStore } from '@holdpoint/storage-memory'
import { hostileSuite, serveHostileSite } from '@holdpoint/testkit'
import { describe, it } from 'vitest'
import { serveApp } from './serve-app.ts'

hostileSuite({ describe, it, open: () => serveHostileSite(serveApp, createMemoryStore(), { limitsHeads: true }) })
