import { describe, expect, it } from 'vitest'
import { createAddressFilter } from '../../src/outbound/address-filter.ts'
import { AddressRanges, isPublicAddress } from '../../src/outbound/address-ranges.ts'

const words = (text: string) => text.trim().split(/\s+/)

const hostile = words(`
  0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254
  169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1
  192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1
  239.255.255.255 240.0.0.1 255.255.255.255
  :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8
  64:ff9b::7f00:1 64:ff9b::8.8.8.8 64:ff9b:1::1 100::1 2001::1 2001:0:53aa::1 2001:20::1
  2001:db8::1 2002:7f00:1:: 2002:808:808::1 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1
  fe80::1%eth0 2606:4700:4700::1111%1 fec0::1 ff02::1 ff0e::1 4000::1 localhost 1.2.3 01.2.3.4 2130706433
`)
const fine = words(`
  1.1.1.1 8.8.8.8 93.184.216.34 172.15.0.1 172.32.0.1 100.63.0.1 100.128.0.1 198.20.0.1 192.0.3.1
  2606:4700:4700::1111 2a00:1450:4001::1 2003::1 2001:200::1 2001:4860:4860::8888 3ffe::1
`)

describe('isPublicAddress', () => {
  it.each([...hostile, ''])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
  it.each(fine)('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

describe('AddressRanges', () => {
  it('never takes a mapped address for the IPv4 address within it, nor the reverse', () => {
    expect(new AddressRanges(['127.0.0.0/8']).has('::ffff:127.0.0.1')).toBe(false)
    expect(new AddressRanges(['::ffff:0:0/96']).has('127.0.0.1')).toBe(false)
    expect(new AddressRanges(['::ffff:0:0/96']).has('::ffff:127.0.0.1')).toBe(true)
    expect(new AddressRanges(['10.1.2.3']).has('10.1.2.3')).toBe(true)
    expect(new AddressRanges(['10.1.2.3']).has('10.1.2.4')).toBe(false)
  })
  it('throws on what is not a block', () => {
    expect(() => new AddressRanges(['all'])).toThrow(TypeError)
  })
})

describe('judgeUrl', () => {
  const strict = createAddressFilter({ allow: [] })
  const home = createAddressFilter({ allow: ['127.0.0.0/8', '10.0.0.0/8'] })

  // Every spelling that a URL parser turns into a literal address.
  it.each([
    'https://127.0.0.1',
    'https://127.1',
    'https://127.0.1',
    'https://2130706433',
    'https://0x7f000001',
    'https://0x7f.0.0.1',
    'https://0177.0.0.1',
    'https://017700000001',
    'https://127.0.0.1.',
    'https://１２７.0.0.1',
    'https://127。0。0。1',
    'https://%31%32%37.0.0.1',
    'https://0',
    'https://0.0.0.0',
    'https://[::1]',
    'https://[::]',
    'https://[0:0:0:0:0:0:0:1]',
    'https://[::ffff:127.0.0.1]',
    'https://[::ffff:7f00:1]',
    'https://[64:ff9b::7f00:1]',
    'https://[2002:7f00:1::]',
    'https://[fe80::1]',
    'https://[fd00::1]',
    'https://169.254.169.254/latest/meta-data',
    'https://0xa9fea9fe',
    'https://10.0.0.1:443',
    'https://192.168.1.1',
    'https://user@a.example',
    'https://user:pass@a.example',
    'https://:pass@a.example',
    'http://a.example',
    'http://93.184.216.34',
    'ftp://a.example',
    'file:///etc/passwd',
    'data:text/plain,x',
    'javascript:0',
    'ws://a.example',
    '//a.example',
    'a.example',
    '',
    'https://',
  ])('refuses %s', (url) => {
    expect(strict.judgeUrl(url)).toMatchObject({ ok: false, field: 'url' })
  })

  it.each([
    'https://a.example',
    'https://93.184.216.34/x',
    'https://[2606:4700:4700::1111]/',
    'HTTPS://A.example:8443',
  ])('takes %s', (url) => {
    expect(strict.judgeUrl(url).ok).toBe(true)
  })

  it('takes what is allowed, and http only for that', () => {
    expect(home.judgeUrl('http://127.0.0.1:1').ok).toBe(true)
    expect(home.judgeUrl('https://10.2.3.4').ok).toBe(true)
    expect(home.judgeUrl('http://93.184.216.34').ok).toBe(false)
    expect(home.judgeUrl('http://192.168.0.1').ok).toBe(false)
    expect(home.judgeUrl('http://[::ffff:127.0.0.1]').ok).toBe(false)
    expect(home.judgeUrl('http://u:p@127.0.0.1').ok).toBe(false)
  })

  it('never repeats credentials', () => {
    expect(JSON.stringify(strict.judgeUrl('https://user:sesame@a.example'))).not.toContain('sesame')
  })
})
