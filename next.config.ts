import type { NextConfig } from 'next';

/** On every answer, static files included; pages get their Content-Security-Policy with a nonce from proxy.ts. */
const HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Not no-referrer: a form posted natively would then send "Origin: null", which our actions refuse.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Strict-Transport-Security', value: 'max-age=63072000' },
];
const STATIC_POLICY = "default-src 'none'; frame-ancestors 'none'";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // They load parts of themselves by file name at run time (transports, plans); bundling would break that.
  serverExternalPackages: ['pino', 'pino-pretty', 'pg', 'pg-boss'],
  turbopack: { root: import.meta.dirname },
  // A step of its own in npm test, tests and scripts included; a build that checks again takes three times as long.
  typescript: { ignoreBuildErrors: true },
  async headers() {
    return [
      { source: '/:path*', headers: HEADERS },
      { source: '/_next/static/:path*', headers: [{ key: 'Content-Security-Policy', value: STATIC_POLICY }] },
      { source: '/api/imports', headers: [{ key: 'Content-Security-Policy', value: STATIC_POLICY }] },
      { source: '/icon.svg', headers: [{ key: 'Content-Security-Policy', value: STATIC_POLICY }] },
    ];
  },
  experimental: {
    // An invitation is a few kilobytes at the most; anything larger is not a form of ours.
    serverActions: { bodySizeLimit: '128kb' },
  },
};

export default config;
