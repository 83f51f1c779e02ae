import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import './globals.css';

// Both from the registry's package, so that a build needs no network. `latin` is preloaded; `latin-ext` (č, ł, ő …) comes
// only when a name needs it, which is what the unicode-range is for. Its list is the package's own.
const geist = localFont({
  src: '../node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2',
  variable: '--font-geist',
  weight: '100 900',
  // A stand-in of the same family would answer for ő before the second file is asked.
  adjustFontFallback: false,
});

const geistExt = localFont({
  src: '../node_modules/@fontsource-variable/geist/files/geist-latin-ext-wght-normal.woff2',
  variable: '--font-geist-ext',
  weight: '100 900',
  preload: false,
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
    },
  ],
});

export const metadata: Metadata = {
  title: { default: 'Usher', template: '%s · Usher' },
  description: 'Invite people into your directory, and see who invited whom, and why.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f5f3' },
    { media: '(prefers-color-scheme: dark)', color: '#151217' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A page made at build time would carry no nonce, and the Content-Security-Policy would let none of its scripts run.
  await connection();
  return (
    <html lang="en" className={`${geist.variable} ${geistExt.variable}`}>
      <body>{children}</body>
    </html>
  );
}
