namespace Isaa.Jobs;

/// <summary>A running attempt: its job, its steps and its events. Thread safe, so steps may run side by side.</summary>
public sealed partial class JobContext
{
}
