// The defence against DNS rebinding: a page of another name that resolves to us is not our page. Which names and
// origins are ours is decided here, from the configuration, and never from what a request says.
import type { HttpRequest } from '@holdpoint/core/http'

export interface OwnOptions {
  readonly publicUrl: string
  readonly boundPort: number
  /** `server.allowedHosts`: further names, with a port where it isn't the scheme's own. */
  readonly allowedHosts?: readonly string[]
}

interface OwnHost {
  readonly scheme: string
  readonly host: string
}

function hostsOf({ publicUrl, boundPort, allowedHosts = [] }: OwnOptions): readonly OwnHost[] {
  const { hostname, port, protocol } = new URL(publicUrl)
  const defaultPort = protocol === 'https:' ? 443 : 80
  const publicPort = port === '' ? defaultPort : Number(port)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].flatMap((name) => withPort(name, boundPort, 80))
  const others = [...withPort(hostname, publicPort, defaultPort), ...allowedHosts.map((host) => host.toLowerCase())]
  // A page of the public name without its TLS is anybody's on the way, so it isn't ours.
  return [...others.map((host) => ({ scheme: protocol, host })), ...loopback.map((host) => ({ scheme: 'http:', host }))]
}

/** The `Host` values that mean this gateway: its public URL's, those allowed, and the loopback names with the bound port. */
export const ownHosts = (options: OwnOptions): readonly string[] => hostsOf(options).map(({ host }) => host)

const withPort = (name: string, port: number, defaultPort: number): readonly string[] =>
  port === defaultPort ? [name, `${name}:${port}`] : [`${name}:${port}`]

/** Whether the request names exactly one host, and one of the allowed. */
export function isAllowedHost(request: HttpRequest, allowed: readonly string[]): boolean {
  const host = request.header('host')?.toLowerCase()
  return host !== undefined && request.headerCount('host') === 1 && allowed.includes(host)
}

export interface OwnOrigins {
  /** Scheme, host and port of the public URL, as a browser writes it in `Origin`. */
  readonly publicOrigin: string
  /** Whether a page of this origin is ours: the public one, or the very host that the request itself names. */
  has(origin: string, host: string | undefined): boolean
}

export function ownOrigins(options: OwnOptions): OwnOrigins {
  const publicOrigin = new URL(options.publicUrl).origin
  const hosts = hostsOf(options)
  return {
    publicOrigin,
    has: (origin, host) =>
      origin === publicOrigin ||
      hosts.some((own) => own.host === host?.toLowerCase() && new URL(`${own.scheme}//${own.host}`).origin === origin),
  }
}
