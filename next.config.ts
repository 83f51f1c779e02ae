import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // pino loads its transports by file name at run time; bundling would break that.
  serverExternalPackages: ['pino', 'pino-pretty'],
  turbopack: { root: import.meta.dirname },
  experimental: {
    // An invitation is a few kilobytes at the most; anything larger is not a form of ours.
    serverActions: { bodySizeLimit: '128kb' },
  },
};

export default config;
