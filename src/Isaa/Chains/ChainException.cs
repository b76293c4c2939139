using Isaa.Diagnostics;

namespace Isaa.Chains;

/// <summary>A node of a chain failed and no fallback took over.</summary>
/// <remarks>Its code is the one of the cause, or <c>node_broken</c> for an exception that is none of the engine's; that one is the inner exception.</remarks>
public sealed class ChainException : IsaaException
{
    internal ChainException(string code, string message, string path, string node, Exception? inner = null)
        : base(code, message, inner)
    {
        NodePath = path;
        Node = node;
    }

    /// <summary>The node's place: positions from 1, names of branches, numbers of items in brackets from 0, for example <c>2/reporter/[17]/1</c>.</summary>
    public string NodePath { get; }

    /// <summary>The node's name.</summary>
    public string Node { get; }
}
