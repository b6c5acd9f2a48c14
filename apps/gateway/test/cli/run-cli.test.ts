// What the command line understands, and what it says when it doesn't.
import { describe, expect, it } from 'vitest'
import { parseSpan } from '../../src/cli/parse-span.ts'
import { testHost } from './test-host.ts'

const create = ['keys', 'create', '--name', 'bot', '--scopes', 'request', '--loops', 'default']

describe('holdpoint', () => {
  it('prints help where it was asked for on stdout, and unasked on stderr', async () => {
    for (const argv of [['help'], ['--help'], ['-h'], ['keys', 'create', '--help']]) {
      const { code, out, err } = await testHost().run(...argv)
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out).toContain('holdpoint keys create')
    }
    expect(await testHost().run()).toMatchObject({ code: 2, out: '' })
    expect(await testHost().run('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' })
  })

  it('hands the options of serve on', async () => {
    const host = testHost()
    expect((await host.run('serve')).code).toBe(0)
    expect((await host.run('serve', '--config', 'a.json5', '--port', '0', '--host', '127.0.0.1')).code).toBe(0)
    expect(host.served).toEqual([{}, { config: 'a.json5', port: 0, host: '127.0.0.1' }])
  })

  it.each<[string[], string]>([
    [['sreve'], 'did you mean "serve"?'],
    [['keys', 'creat'], 'did you mean "keys create"?'],
    [['keys', 'rm'], 'there are create, list, rotate, revoke'],
    [['store'], '"store" needs one of check, export, import, migrate'],
    [['store', 'exprot'], 'did you mean "store export"?'],
    [['store', 'check', 'x'], '"store check" takes only options'],
    [['store', 'export'], '--to <file>'],
    [['store', 'import', '--from', ''], '--from <file>'],
    [['store', 'migrate'], 'the config file that names the new store'],
    [['frobnicate'], 'there are serve, keys, reviewers, link, audit, webhooks, quarantine, config, store, help'],
    [['keys'], 'needs one of create, list, rotate, revoke'],
    [['constructor'], 'no command "constructor"'],
    [['keys', '__proto__'], 'no command "keys __proto__"'],
    [['serve', '--prot', '1'], 'did you mean "--port"?'],
    [['serve', '--frobnicate'], 'no option "--frobnicate"'],
    [['serve', '--port'], "'--port <value>' argument missing"],
    [['serve', '--port', '65536'], '0 to 65535'],
    [['serve', '--port', '1e3'], '0 to 65535'],
    [['serve', '--port', '1', '--port', '2'], 'given twice'],
    [['serve', 'now'], 'takes only options'],
    [['link', 'me'], 'takes only options'],
    [['keys', 'list', 'all'], 'takes only options'],
    [['keys', 'revoke'], 'takes the name of one key'],
    [['keys', 'revoke', 'a', 'b'], 'takes the name of one key'],
    [['keys', 'create'], 'needs --name'],
    [['keys', 'create', '--name', 'bot'], 'needs --scopes'],
    [[...create, '--name=operator'], '"--name" is given twice'],
    [['keys', 'create', '--name', 'operator', '--scopes', 'request', '--loops', 'a'], '--name: "operator"'],
    [['keys', 'create', '--name', 'bot', '--scopes', 'root', '--loops', 'a'], '--scopes: Scopes are a list'],
    [['keys', 'create', '--name', 'bot', '--scopes', 'request', '--loops', ''], '--loops: Loops are a list'],
    [[...create, '--expires', '30'], '--expires takes'],
    [[...create, '--expires', '0d'], '--expires: A key lives'],
    [[...create, '--expires', '99999d'], '--expires: A key lives'],
    [[...create, '--json=yes'], "'--json' does not take an argument"],
  ])('answers %j with exit code 2 and one sentence', async (argv, sentence) => {
    const host = testHost()
    const { code, out, err } = await host.run(...argv)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toContain(sentence)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect(host.served).toEqual([])
  })

  it('I34: does not repeat a pasted key', async () => {
    const key = `hpk_bot_${'s'.repeat(43)}`
    for (const argv of [[key], ['keys', key], ['keys', 'revoke', key], ['link', key]]) {
      const { code, out, err } = await testHost().run(...argv)
      expect(code).toBe(2)
      expect(out + err).not.toContain('sss')
    }
  })

  it('exits with 1 and a sentence when something breaks', async () => {
    const { code, out, err } = await testHost().run('keys', 'list')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe('holdpoint: no gateway was expected to be asked\n')
  })
})

describe('parseSpan', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['12h', 43_200_000],
    ['30d', 2_592_000_000],
    ['30', undefined],
    ['-1d', undefined],
    ['1.5h', undefined],
    ['1D', undefined],
    ['1d ', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, ms) => {
    expect(parseSpan(text)).toBe(ms)
  })
})
