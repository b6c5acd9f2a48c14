// Conformance suites and stand-ins for testing what is built on Holdpoint. Re-exports only.
export { createFakeClock, type FakeClock, type FakeClockOptions } from './fake-clock.ts'
export { storeSuite, type OpenedStore, type StoreSuiteOptions } from './store-suite.ts'
