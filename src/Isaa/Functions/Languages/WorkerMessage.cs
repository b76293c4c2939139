using System.Text.Json;
using Isaa.Protocol.Sandbox;

namespace Isaa.Functions.Languages;

/// <summary>Writes requests as workers read them.</summary>
internal static class WorkerMessage
{
    /// <summary>One line, its end included.</summary>
    public static ReadOnlyMemory<byte> Write(WorkerRequest request)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(request, WorkerJson.Default.WorkerRequest);
        return (byte[])[.. json, (byte)'\n'];
    }
}
