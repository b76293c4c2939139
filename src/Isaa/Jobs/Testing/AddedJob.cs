namespace Isaa.Jobs.Testing;

/// <summary>A job as a test finds it in the queue.</summary>
/// <typeparam name="TArguments">Its kind's arguments.</typeparam>
/// <param name="Job">The job as it stands.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record AddedJob<TArguments>(Job Job, TArguments Arguments);
