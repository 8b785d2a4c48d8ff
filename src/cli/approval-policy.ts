import { type ApprovalPolicy, defaultPolicy, type RiskTier } from '../model/policy.ts';
import type { ConfigFile } from './config-schema.ts';

/** The policy that a configuration writes: one value stands for all tiers, and what it does not say asks for nothing. */
export function policyOf(written: ConfigFile['policy']): ApprovalPolicy {
  return {
    maximumAgeDays: byTier(written.maximumAgeDays, defaultPolicy.maximumAgeDays),
    approvers: byTier(written.approvers, defaultPolicy.approvers),
    approverIsNotOwner: written.approverIsNotOwner,
    sponsor: written.sponsor,
    evidence: written.evidence,
    drift: written.drift,
    declareDynamic: written.declareDynamic,
  };
}

function byTier<T>(
  written: T | Partial<Record<RiskTier, T | undefined>> | undefined,
  usual: Readonly<Record<RiskTier, T>>,
): Readonly<Record<RiskTier, T>> {
  if (typeof written !== 'object' || written === null) {
    return written === undefined ? usual : { high: written, medium: written, low: written };
  }
  const tiers = written as Partial<Record<RiskTier, T | undefined>>; // T is a number
  return { high: tiers.high ?? usual.high, medium: tiers.medium ?? usual.medium, low: tiers.low ?? usual.low };
}
