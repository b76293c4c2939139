namespace Isaa.Storage.Jobs;

/// <summary>What decides who may claim a job.</summary>
internal sealed record Lane(long Number, string Tenant, string Queue, string Kind, IReadOnlyList<string> Requires);
