import { ksuid } from '../base/ksuid';
import type { Rng } from '../base/rng';
import type { Directory, NamedId } from './types';

/** What an invitation may refer to besides people and roles. */
export interface DirectoryData {
  directories: Directory[];
  onboardingFlows: NamedId[];
  jobs: NamedId[];
}

/** The tenant's three directories, with the onboarding flows and third-party jobs that exist. */
export function makeDirectories(rng: Rng, createdAt: number): DirectoryData {
  const named = (displayName: string): NamedId => ({ id: ksuid(createdAt, rng), displayName });
  const partnerFlow = named('Partner onboarding');
  const contractorFlow = named('Contractor onboarding');
  const directory = (
    displayName: string,
    ttlSeconds: number,
    selfRegistrationDomains: string[],
    onboardingFlowId: string,
  ): Directory => ({
    appId: ksuid(createdAt, rng),
    displayName,
    ttlSeconds,
    isDefault: displayName === 'Acme Partners',
    allowSelfRegistration: selfRegistrationDomains.length > 0,
    selfRegistrationDomains,
    onboardingFlowId,
    createdAt,
  });
  return {
    directories: [
      directory('Acme Partners', 604_800, ['northwind.example', 'globex.example'], partnerFlow.id),
      directory('Contractors', 259_200, [], contractorFlow.id),
      directory('Event guests', 86_400, [], ''),
    ],
    onboardingFlows: [partnerFlow, contractorFlow],
    jobs: [named('Freight audit 2026'), named('Warehouse migration')],
  };
}
