using System.Security.Cryptography;
using System.Text;
using Isaa.Jobs;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Approvals;

/// <summary>What answers are bound to.</summary>
public static class ApprovalHash
{
    /// <summary>The id of a call's approval: the same after a crash, so that it is asked once.</summary>
    /// <param name="run">The run.</param>
    /// <param name="turn">The model turn.</param>
    /// <param name="callId">The call's id in that turn.</param>
    public static Guid IdOf(JobId run, int turn, string callId) => new(SHA256.HashData(Bytes($"{run}", $"{turn}", callId)).AsSpan(0, 16), bigEndian: true);

    /// <summary>The signal by which a decision wakes its run.</summary>
    /// <param name="id">The approval.</param>
    public static string SignalOf(Guid id) => $"approval:{id:N}";

    /// <summary>A tool as the person sees it: what it is called, what it says of itself, and what it takes.</summary>
    /// <param name="tool">The tool.</param>
    public static string OfTool(AIFunction tool) => Hex(tool.Name, tool.Description, tool.JsonSchema.GetRawText());

    /// <summary>One call of a tool.</summary>
    /// <param name="toolHash">The tool's hash.</param>
    /// <param name="arguments">The arguments as the model wrote them.</param>
    /// <param name="run">The run.</param>
    /// <param name="turn">The model turn.</param>
    /// <param name="callId">The call's id in that turn.</param>
    public static string OfCall(string toolHash, string arguments, JobId run, int turn, string callId) =>
        Hex(toolHash, arguments, $"{run}", $"{turn}", callId);

    private static string Hex(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(SHA256.HashData(Bytes(parts)));

    // Lengths keep two lists of parts apart whose texts put together are the same.
    private static byte[] Bytes(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{part.Length}:{part}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
