import { expect, type Locator, type Page } from '@playwright/test';

/** The invitation page, by the words a person sees. */
export class Desk {
  /** Whom `fill` invites. Nobody else's name: whoever accepts is a person from then on, and one more of that name is warned of. */
  readonly name = `Gwen ${surname()}`;
  readonly email: Locator;
  readonly displayName: Locator;
  readonly directory: Locator;
  readonly roles: Locator;
  readonly sponsor: Locator;
  /** People offered under the sponsor field. */
  readonly offered: Locator;
  readonly purpose: Locator;
  readonly send: Locator;
  readonly receipt: Locator;
  readonly alert: Locator;

  constructor(readonly page: Page) {
    this.email = page.getByLabel('Email', { exact: true });
    this.displayName = page.getByLabel('Display name', { exact: true });
    this.directory = page.getByLabel('Directory', { exact: true });
    this.roles = page.getByRole('group', { name: 'Roles' });
    this.sponsor = page.getByLabel('Sponsor', { exact: true });
    this.offered = page.getByRole('listbox', { name: 'Found' }).getByRole('option');
    this.purpose = page.getByLabel('Purpose', { exact: true });
    this.send = page.getByRole('button', { name: /^(Send invitation|Send again|Sending)/ });
    this.receipt = page.getByRole('region', { name: /^Invited / });
    this.alert = page.getByRole('alert').filter({ hasText: /\S/ });
  }

  role(name: string): Locator {
    return this.roles.getByRole('checkbox', { name, exact: true });
  }

  /** Waits until the page has come to life: the reader's own clock is known to the browser only. */
  async alive(): Promise<void> {
    await expect(this.page.getByText(/The link works for .*, until /)).toBeVisible();
  }

  async fill(email: string, more: { purpose?: string } = {}): Promise<void> {
    await this.alive();
    await this.email.fill(email);
    await this.displayName.fill(this.name);
    await this.purpose.fill(more.purpose ?? 'Audit of the freight contracts');
  }

  async invite(email: string): Promise<void> {
    await this.fill(email);
    await this.send.click();
    await expect(this.receipt).toBeVisible();
  }
}

/** Letters at random: far from any other. */
const surname = (): string =>
  `G${[...crypto.getRandomValues(new Uint8Array(7))].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')}`;
