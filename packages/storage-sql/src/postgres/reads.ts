// Reading records by name, those that are asked for together in one statement.
import type { StoreRecord } from '@holdpoint/core/store'
import type { PostgresTables } from '../schema/postgres.ts'
import { createBatch } from './batch.ts'
import type { Connection, Row } from './connection.ts'
import { readStatement, settledReadStatement, toRecord } from './selects.ts'

interface Name {
  readonly collection: string
  readonly id: string
}

const keyOf = ({ collection, id }: Name) => JSON.stringify([collection, id])

export function createReads(connection: Connection, tables: PostgresTables): (name: Name) => Promise<Found> {
  const [read, settledRead] = [readStatement(tables), settledReadStatement(tables)]

  const select = async (statement: typeof read, names: readonly Name[]) => {
    const rows = await connection.run(statement, {
      collection: names.map(({ collection }) => collection),
      id: names.map(({ id }) => id),
    })
    return new Map(rows.map((row) => [keyOf(nameIn(row)), row]))
  }

  const { ask } = createBatch({
    maxSize: 200,
    maxUnderWay: 3,
    async run(asked: readonly Name[]) {
      const names = [...new Map(asked.map((name) => [keyOf(name), name])).values()]
      const found = await select(read, names)
      const overdue = names.filter((name) => found.get(keyOf(name))?.['overdue'] === true)
      const settled = overdue.length > 0 ? await select(settledRead, overdue) : undefined
      const overdueKeys = new Set(overdue.map(keyOf))
      return asked.map((name): Found => {
        const row = overdueKeys.has(keyOf(name)) ? settled?.get(keyOf(name)) : found.get(keyOf(name))
        return { record: row && toRecord(row) }
      })
    },
  })
  return ask
}

export interface Found {
  readonly record: StoreRecord | undefined
}

const nameIn = (row: Row): Name => ({ collection: String(row['collection']), id: String(row['id']) })
