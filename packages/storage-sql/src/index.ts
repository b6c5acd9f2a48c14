// The stores on SQL, through drizzle. Re-exports only.
export { openPostgresStore } from './open-postgres-store.ts'
export type { DrizzleOverPostgres, PostgresSource, PostgresStoreOptions } from './postgres-options.ts'
export { createPostgresWake, type PostgresWake } from './postgres-wake.ts'
export type { PostgresWakeOptions } from './postgres-wake-options.ts'
export { openSqliteStore } from './open-sqlite-store.ts'
export type { DrizzleOverSqlite, SqliteSource, SqlStoreOptions } from './sql-store-options.ts'
