using Isaa.Jobs;

namespace Isaa.Agents.Sessions;

/// <summary>
/// The port to the database that keeps conversations. It also takes the writes <see cref="SessionAppend"/> and <see cref="SessionClose"/> that
/// travel with a job's changes. What was written is on disk when a call returns. Thread safe.
/// </summary>
public interface ISessionStore
{
    /// <summary>Gives a run that was just added a place in the line for its session; without this it gets one when it first asks for the session.</summary>
    Task LineUpAsync(string tenant, string session, string agent, JobId run, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a run its session, or says who is before it. One run has a session at a time; among those that wait, the first in the line is next. A run
    /// that had the session before has it under the same number again.
    /// </summary>
    Task<SessionOpening> OpenAsync(SessionOpenRequest request, CancellationToken cancellationToken);

    /// <summary>Takes a run out of a session's way that has ended without closing it. Does nothing when it is not in the way.</summary>
    Task ForgetAsync(string tenant, string session, JobId run, CancellationToken cancellationToken);

    /// <summary>Reads messages; empty when there are none.</summary>
    Task<IReadOnlyList<SessionMessage>> ReadAsync(SessionQuery query, CancellationToken cancellationToken);

    /// <summary>Makes a session that begins with what another one has; doing it again changes nothing.</summary>
    /// <returns>False when there is no such session or the run never had it.</returns>
    Task<bool> CopyAsync(SessionCopy copy, CancellationToken cancellationToken);

    /// <summary>A session; null when there is none.</summary>
    Task<Session?> FindAsync(string tenant, string session, CancellationToken cancellationToken);

    /// <summary>The sessions of a tenant, the one used last first.</summary>
    Task<IReadOnlyList<Session>> ListAsync(string tenant, int limit, CancellationToken cancellationToken);
}
