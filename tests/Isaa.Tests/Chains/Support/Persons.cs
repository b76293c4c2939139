namespace Isaa.Tests.Chains.Support;

/// <summary>A person, as the seed's examples have them.</summary>
public sealed record PersonData(string Name, int Age, IReadOnlyList<string> Interests, string Location = "Unknown");

/// <summary>What an analyzer finds.</summary>
public sealed record Analysis(string ProfileSummary, IReadOnlyList<string> Recommendations, int RiskScore);

/// <summary>Tasks with a priority.</summary>
public sealed record TaskList(IReadOnlyList<string> Tasks, string Priority);
