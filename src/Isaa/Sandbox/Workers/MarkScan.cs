using System.Text;

namespace Isaa.Sandbox.Workers;

/// <summary>Finds a mark in a stream that comes in pieces. The mark's first byte must not occur in it again.</summary>
internal sealed class MarkScan(string mark)
{
    private readonly byte[] _mark = Encoding.UTF8.GetBytes(mark);
    private int _matched;

    /// <summary>Whether it came by.</summary>
    public bool IsSeen { get; private set; }

    /// <summary>Looks at the next piece.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            _matched = b == _mark[_matched] ? _matched + 1 : b == _mark[0] ? 1 : 0;
            if (_matched == _mark.Length)
            {
                IsSeen = true;
                _matched = 0;
            }
        }
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        IsSeen = false;
        _matched = 0;
    }
}
