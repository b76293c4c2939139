using System.Text.Json;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Calling.Dialects;

/// <summary>Reads one streamed answer. Not thread safe.</summary>
internal interface IStreamedAnswer
{
    /// <summary>Reads the data of one event; null when it adds nothing that can be shown yet.</summary>
    ChatResponseUpdate? Read(JsonElement data);

    /// <summary>The end of the answer: its tool calls, usage and finish reason.</summary>
    /// <exception cref="ModelException"><c>model_stream_cut</c> when the stream ended before the answer did.</exception>
    ChatResponseUpdate End();
}
