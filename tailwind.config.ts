import type { Config } from 'tailwindcss';

/** Every colour is a role, not a hue; the values for light and dark stand in app/globals.css. */
const status = (name: string) => ({ fg: `var(--${name}-fg)`, bg: `var(--${name}-bg)` });

/**
 * The whole vocabulary of the interface. It replaces Tailwind's palette and scales instead of adding to them, so that a
 * colour or size which is not part of the design cannot be written by accident.
 */
const config: Config = {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      canvas: 'var(--canvas)',
      surface: 'var(--surface)',
      sunken: 'var(--sunken)',
      ink: { DEFAULT: 'var(--ink)', muted: 'var(--ink-muted)' },
      line: { DEFAULT: 'var(--line)', strong: 'var(--line-strong)' },
      accent: {
        DEFAULT: 'var(--accent)',
        hover: 'var(--accent-hover)',
        on: 'var(--on-accent)',
        ink: 'var(--accent-ink)',
        soft: 'var(--accent-soft)',
      },
      success: status('success'),
      warn: status('warn'),
      danger: status('danger'),
      info: status('info'),
      neutral: status('neutral'),
    },
    fontFamily: {
      sans: ['var(--font-geist)', 'var(--font-geist-ext)', 'system-ui', 'sans-serif'],
      mono: ['ui-monospace', 'SFMono-Regular', 'Menlo', 'Consolas', 'monospace'],
    },
    fontSize: {
      xs: ['0.75rem', { lineHeight: '1.125rem' }],
      sm: ['0.8125rem', { lineHeight: '1.25rem' }],
      base: ['0.9375rem', { lineHeight: '1.5rem' }],
      // Below 16 px a phone zooms into a field when it gets focus.
      field: ['1rem', { lineHeight: '1.5rem' }],
      lg: ['1.125rem', { lineHeight: '1.625rem', letterSpacing: '-0.01em' }],
      xl: ['1.5rem', { lineHeight: '2rem', letterSpacing: '-0.02em' }],
    },
    fontWeight: { normal: '400', medium: '500', semibold: '600' },
    borderRadius: { none: '0', sm: '4px', DEFAULT: '6px', lg: '10px', full: '9999px' },
    boxShadow: { none: 'none', popup: 'var(--shadow-popup)' },
    transitionDuration: { DEFAULT: '120ms' },
    transitionTimingFunction: { DEFAULT: 'cubic-bezier(0.2, 0, 0, 1)' },
    screens: { sm: '640px', md: '768px', lg: '1024px', xl: '1280px' },
    extend: {
      spacing: {
        // The smallest target for a finger (WCAG 2.5.5).
        target: '2.75rem',
      },
      maxWidth: { page: '75rem', form: '48rem', words: '34rem', card: '26rem' },
    },
  },
};

export default config;
