import { ambiguousJson, brokenJson, heavyJson } from '@holdpoint/testkit'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../src/parse/json.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('hostile JSON', () => {
  it.each(brokenJson)('I6: refuses as not JSON: %s', (_name, body) => {
    const result = parseJson(typeof body === 'string' ? bytes(body) : body)
    expect(result).toMatchObject({ ok: false, code: 'invalid_json' })
    expect(result).not.toHaveProperty('field')
  })

  it.each(ambiguousJson)('I6: refuses and names the field: %s', (_name, body, field) => {
    const result = parseJson(bytes(body))
    expect(result).toMatchObject({ ok: false, code: 'invalid_request' })
    expect(result.ok ? undefined : result.field).toBe(field)
  })

  it('I20, I34: a refusal quotes nothing of a broken body and shows a hostile key in plain ASCII, cut', () => {
    const secret = parseJson(bytes('{"token": hunter2hunter2}'))
    expect(secret.ok ? '' : secret.detail).toMatch(/^The body is not valid JSON( \(line 1, column \d+\))?\.$/)
    const key = `\u202e\u001b[31m"${'x'.repeat(10_000)}`
    const twice = parseJson(bytes(`{${JSON.stringify(key)}:1,${JSON.stringify(key)}:2}`))
    expect(twice.ok ? '' : twice.detail).toMatch(/^[ -~]{1,500}$/)
    expect(twice.ok ? '' : twice.field).toContain('\\u202e\\u001b')
  })
})

describe('256 KiB of hostile JSON', () => {
  it('I32: is read or refused without holding the loop for long (goal: 50 ms each; printed)', () => {
    const times = heavyJson.map(([name, body]) => {
      const input = bytes(body)
      const startedAt = performance.now()
      parseJson(input)
      return { name, ms: performance.now() - startedAt }
    })
    const slowest = times.toSorted((a, b) => b.ms - a.ms)[0]
    process.stdout.write(`hostile JSON: slowest ${slowest?.ms.toFixed(1)} ms of a goal of 50 (${slowest?.name})\n`)
    expect(times).toHaveLength(heavyJson.length)
  })
})
