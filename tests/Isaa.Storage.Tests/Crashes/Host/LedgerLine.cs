using Isaa.Jobs;

namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>One line of a ledger.</summary>
internal sealed record LedgerLine(string Verb, JobId Job, string Detail);
